using System.Net.WebSockets;
using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Kraken.Market;
using MarginRouter.Simulation.Kraken.Private;
using MarginRouter.Simulation.Kraken.Rest;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Kraken;

/// <summary>The protocol side of the venue: takes HTTP calls and WebSockets, and passes on what the venue reports.</summary>
internal sealed class KrakenServer : IExchangeListener
{
    private readonly SimulatedExchange exchange;
    private readonly KrakenMarketData market;
    private readonly KrakenPrivateDesk desk;
    private readonly KrakenRestGate gate;
    private readonly KrakenPublicRest publicRest;
    private readonly KrakenPrivateRest privateRest;
    private readonly KrakenOrderCommands orderCommands;
    private readonly List<KrakenConnection> publicConnections = [];
    private readonly List<KrakenPrivateSession> privateSessions = [];
    private readonly CancellationToken stopping;
    private Exception? failure;
    private ulong lastConnectionId = 769_405_522_530_892_350;

    /// <summary>Makes the server of a venue; <paramref name="stopping"/> ends every session.</summary>
    public KrakenServer(SimulatedExchange exchange, KrakenSimulatorOptions options, RuleSetMargin margin, CancellationToken stopping)
    {
        this.exchange = exchange;
        this.stopping = stopping;
        Dictionary<string, KrakenPair> pairs = options.Markets.ToDictionary(
            listed => listed.Instrument.Symbol,
            listed => new KrakenPair(exchange.Market(listed.Instrument.Symbol), options.MaximumLeverages.GetValueOrDefault(listed.Instrument.Symbol, 1)));
        market = new KrakenMarketData(exchange, pairs.Values);
        desk = new KrakenPrivateDesk(exchange, pairs, options);
        gate = new KrakenRestGate(exchange);
        publicRest = new KrakenPublicRest([.. pairs.Values], Now, () => desk.SystemStatus);
        orderCommands = new KrakenOrderCommands(exchange, pairs);
        privateRest = new KrakenPrivateRest(desk, exchange, margin);
        exchange.Attach(this);
    }

    /// <summary>The first fault of the simulator's own in a session; null while there was none.</summary>
    public Exception? Failure => failure;

    /// <summary>Changes the venue's state and tells every connection.</summary>
    public void SetSystemStatus(KrakenSystemStatus status) => desk.Locked(() =>
    {
        desk.SystemStatus = status;
        foreach (KrakenConnection connection in publicConnections.Concat(privateSessions.Select(session => session.Connection)))
            connection.Send(Greeting());
    });

    /// <summary>Serves one HTTP request of the public or the private port.</summary>
    public async Task ServeAsync(HttpContext context, bool isPrivatePort)
    {
        string path = context.Request.Path.Value ?? string.Empty;
        if (path == "/v2" && context.WebSockets.IsWebSocketRequest && exchange.Faults.IsUnderMaintenance)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (path == "/v2" && context.WebSockets.IsWebSocketRequest)
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            KrakenConnection connection = new(socket);
            try
            {
                await (isPrivatePort ? ServePrivateAsync(connection) : ServePublicAsync(connection));
            }
            catch (InvalidOperationException exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }

            return;
        }

        byte[]? answer = isPrivatePort ? null : await AnswerAsync(context, path);
        if (answer is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            answer = KrakenRestAnswer.Error("EGeneral:Unknown method");
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    /// <inheritdoc />
    public void OnTick(MarketTick tick) => market.Publish(tick);

    /// <inheritdoc />
    public void OnExecution(ExecutionUpdate update)
    {
        foreach (KrakenPrivateSession session in privateSessions)
        {
            if (session.Account == update.Account)
                session.OnExecution(update);
        }
    }

    /// <inheritdoc />
    public void OnAccountChange(AccountChange change)
    {
        // The venue tells of rollover fees as ledger entries; margin calls it sends by mail, and its answers show the margin level.
        if (change.Kind is not (AccountChangeKind.Interest or AccountChangeKind.Insurance))
            return;
        foreach (KrakenPrivateSession session in privateSessions)
        {
            if (session.Account == change.Account)
                session.OnAccountChange(change);
        }
    }

    /// <inheritdoc />
    public void OnDisconnect(ConnectionKinds kinds)
    {
        if (kinds.HasFlag(ConnectionKinds.Public))
            publicConnections.ForEach(connection => connection.Abort());
        if (kinds.HasFlag(ConnectionKinds.Private))
            privateSessions.ForEach(session => session.Connection.Abort());
    }

    private Instant Now() => exchange.Clock.Now;

    private byte[] Greeting() => KrakenMarketFrames.Status(++lastConnectionId, KrakenWords.Of(desk.SystemStatus));

    private async Task ServePublicAsync(KrakenConnection connection)
    {
        KrakenPublicSession session = new(connection, market, Now);
        desk.Locked(() =>
        {
            publicConnections.Add(connection);
            connection.Send(Greeting());
        });
        try
        {
            await connection.RunAsync(session.Receive, exchange.Clock.Time, stopping);
        }
        finally
        {
            market.Remove(connection);
            desk.Locked(() => publicConnections.Remove(connection));
        }
    }

    private async Task ServePrivateAsync(KrakenConnection connection)
    {
        KrakenPrivateSession session = new(connection, desk);
        desk.Locked(() =>
        {
            privateSessions.Add(session);
            connection.Send(Greeting());
        });
        try
        {
            await connection.RunAsync(session.Receive, exchange.Clock.Time, stopping);
        }
        finally
        {
            desk.Locked(() => privateSessions.Remove(session));
        }
    }

    private async Task<byte[]?> AnswerAsync(HttpContext context, string path)
    {
        const string publicPrefix = "/0/public/";
        const string privatePrefix = "/0/private/";
        if (exchange.Faults.IsUnderMaintenance)
            return KrakenRestAnswer.Error("EService:Unavailable");
        bool isOrder = path is privatePrefix + "AddOrder" or privatePrefix + "AmendOrder" or privatePrefix + "EditOrder";
        if (!isOrder && exchange.Faults.TakeRequestLimit())
            return KrakenRestAnswer.Error("EAPI:Rate limit exceeded");
        if (path.StartsWith(publicPrefix, StringComparison.Ordinal))
            return publicRest.Answer(path[publicPrefix.Length..], context.Request.Query["pair"].FirstOrDefault());
        if (!path.StartsWith(privatePrefix, StringComparison.Ordinal) || !HttpMethods.IsPost(context.Request.Method))
            return null;
        using StreamReader reader = new(context.Request.Body, Encoding.UTF8);
        KrakenRestCall call = new(
            path,
            await reader.ReadToEndAsync(context.RequestAborted),
            context.Request.Headers["API-Key"].FirstOrDefault(),
            context.Request.Headers["API-Sign"].FirstOrDefault());
        SimulatedAccount? account = gate.Admit(call, out string error);
        return account is null
            ? KrakenRestAnswer.Error(error)
            : await orderCommands.AnswerAsync(call, account, context.RequestAborted) ?? privateRest.Answer(call, account);
    }
}
