using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Passwords;
using MarginRouter.Gateway;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Engine;
using MarginRouter.Host.Health;
using MarginRouter.Host.Journal;
using MarginRouter.Venues;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

/// <summary>
/// One running router: recovers from the journal, then starts the engine loop, the venue adapters and the desk gateway, in this order.
/// It stops desks first and keeps their stores open until the journal is closed, so that what the last events report is not lost. A fault
/// of the loop or of the disk ends <see cref="Faulted"/>.
/// </summary>
internal sealed partial class RouterRuntime : IAsyncDisposable
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource<Exception> faulted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger<RouterRuntime> logger;
    private readonly RouterJournal journal;
    private readonly EngineLoop loop;
    private readonly IVenueAdapter[] adapters;
    private readonly DeskGateway gateway;
    private readonly HealthMeters meters;
    private readonly HealthLog healthLog;
    private readonly List<Task> running = [];
    private readonly ImmutableArray<string> expired;

    /// <summary>Builds the router and recovers its state; nothing is connected before <see cref="Start"/>.</summary>
    public RouterRuntime(RouterConfiguration configuration, RouterServices services)
    {
        logger = services.Loggers.CreateLogger<RouterRuntime>();
        Firm firm = configuration.Firm;
        EngineClock clock = new(services.Time);
        string structure = StructureHash.Of(firm);
        expired = ExpiredRuleSets.Of(configuration, services.Time);
        Engine = EngineFactory.Create(configuration);
        Inbox = new EngineInbox(firm);
        Health = new HealthBoard(firm, Inbox, services.Time);
        meters = new HealthMeters(Health);
        healthLog = new HealthLog(Health, services.Time, services.Loggers.CreateLogger<HealthLog>());
        LiveOutbound outbound = new(Health, Engine.Firm.Reference, services.Loggers.CreateLogger<LiveOutbound>());
        CommitGate gate = new(configuration.Journal.Durability, outbound, clock.Now);

        // Open for writing before it is read: another router on the same journal is refused before it can be misread or acted on.
        journal = new RouterJournal(
            configuration.Journal, () => new JournalHeader(NewTag(), clock.Now(), services.ConfigurationHash, structure), gate.Release, Fault);
        try
        {
            RecoveredState recovered = Recover(configuration.Journal, structure);
            gate.Release(journal.LastPosition);
            string tag = recovered.Header.InstanceTag;
            adapters = new VenueAdapterFactory(configuration, services, new ClientOrderIdFormat(tag), Health).CreateAll();
            Health.Attach(adapters);
            gateway = CreateGateway(configuration, services, tag);
            outbound.Attach(adapters, gateway);
            foreach (DeskReport report in recovered.Reports)
                gateway.Send(report);
            loop = new EngineLoop(new EngineLoopParts(Engine, Inbox, journal, gate, clock, services.Observer), recovered.LastAt, Fault);
        }
        catch
        {
            gateway?.Dispose();
            journal.Dispose();
            throw;
        }
    }

    /// <summary>The engine's queues, for operators' commands.</summary>
    public EngineInbox Inbox { get; }

    /// <summary>How the venues do.</summary>
    public HealthBoard Health { get; }

    /// <summary>The engine; only to be looked at before the start or after the end.</summary>
    public RouterEngine Engine { get; }

    /// <summary>Where desks connect.</summary>
    public IPEndPoint DeskEndPoint => gateway.EndPoint;

    /// <summary>Ends with the fault that stops the router; never otherwise.</summary>
    public Task<Exception> Faulted => faulted.Task;

    /// <summary>Starts everything.</summary>
    public void Start()
    {
        foreach (string ruleSet in expired)
            Inbox.PostControl(new MarginRulesExpired(ruleSet));
        loop.Start();
        foreach (IVenueAdapter adapter in adapters)
            running.Add(RunAdapterAsync(adapter));
        running.Add(RunHealthAsync());
        gateway.Start();
        LogListening(logger, gateway.EndPoint);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        gateway.Stop();
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        loop.Dispose();

        // Closing the journal commits what is queued, which lets reports out: the desks' stores must still be open.
        journal.Dispose();
        gateway.Dispose();
        foreach (IVenueAdapter adapter in adapters)
            await adapter.DisposeAsync();
        meters.Dispose();
        stopping.Dispose();
    }

    private async Task RunHealthAsync()
    {
        try
        {
            await healthLog.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task RunAdapterAsync(IVenueAdapter adapter)
    {
        try
        {
            await adapter.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // An adapter throws only for what can never work: the router stops and says so.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Fault(exception);
        }
    }

    private void Fault(Exception exception)
    {
        // One fault brings others after it; the first one is the cause.
        if (faulted.TrySetResult(exception))
            LogFault(logger, exception);
    }

    private RecoveredState Recover(JournalSettings settings, string structure)
    {
        LogRecovering(logger, settings.Directory);
        StructureHash.Require(settings.Directory, structure);
        RecoveredState recovered = JournalRecovery.Run(settings.Directory, Engine);
        LogRecovered(logger, recovered.Events, recovered.Decisions, Engine.Parents.Count);
        return recovered;
    }

    private DeskGateway CreateGateway(RouterConfiguration configuration, RouterServices services, string tag)
    {
        GatewaySettings settings = configuration.Gateway;
        DeskGatewayOptions options = new(
            new IPEndPoint(IPAddress.Parse(settings.Address), settings.Port),
            settings.CompId,
            tag,
            Engine.Firm,
            [
                .. configuration.Desks.Select(desk => new DeskSessionOptions(
                    desk.Name, desk.CompId, desk.Username, services.Secrets.Require(desk.PasswordSecret, $"desk {desk.Name}"))
                {
                    Version = desk.Version,
                    CancelOnDisconnect = desk.CancelOnDisconnect,
                    Strictness = settings.StrictnessOf(desk.Version, desk.Strictness),
                    Schedule = desk.Schedule,
                    Permission = desk.Permission,
                    Accounts = desk.Accounts,
                }),
                .. settings.Sessions.Select(session => new DeskSessionOptions(
                    session.Desk, session.CompId, session.Username, services.Secrets.Require(session.PasswordSecret, $"session {session.Name}"))
                {
                    Name = session.Name,
                    Version = session.Version,
                    Strictness = settings.StrictnessOf(session.Version, session.Strictness),
                    Schedule = session.Schedule,
                    Permission = session.Permission,
                    Accounts = session.Accounts,
                    Copies = session.Copies,
                }),
            ],
            session => FixStores.Open(Path.Combine(settings.StoreDirectory, "desks", session)))
        {
            OpenCopies = session => FixStores.Open(Path.Combine(settings.StoreDirectory, "copies", session)),
            Tls = settings.Tls,
            AllowedNetworks = settings.AllowedNetworks,
            Passwords = settings.PasswordFile is { } passwords ? new FixPasswordStore(passwords) : null,
            Schedule = settings.Schedule,
            OpenMessageLog = settings.MessageLog is { } log ? name => MessageLogs.Open(log, name, services) : null,
            Dictionaries = settings.Dictionaries,
        };
        return new DeskGateway(options, new DeskInbox(Inbox), services.Time, services.Loggers);
    }

    private static string NewTag()
    {
        Span<char> tag = stackalloc char[3];
        for (int i = 0; i < tag.Length; i++)
            tag[i] = Digits[RandomNumberGenerator.GetInt32(Digits.Length)];
        return new string(tag);
    }
}
