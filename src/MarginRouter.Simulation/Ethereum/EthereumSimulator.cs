using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A simulated Ethereum node on loopback: JSON-RPC over HTTP and WebSocket on one port.</summary>
public sealed class EthereumSimulator : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource stopping = new();
    private readonly EthereumSimulatorOptions options;
    private readonly EthereumRpc rpc;
    private readonly EthereumSubscriptions subscriptions;
    private WebApplication? application;
    private ITimer? timer;
    private int? port;
    private Exception? failure;

    /// <summary>Makes the chain without listening.</summary>
    public EthereumSimulator(EthereumSimulatorOptions options)
    {
        this.options = options;
        Chain = new EthereumChain(options);
        rpc = new EthereumRpc(Chain, options.ChainId);
        subscriptions = new EthereumSubscriptions(Chain, rpc);
    }

    /// <summary>The chain behind the node.</summary>
    public EthereumChain Chain { get; }

    /// <summary>Address of JSON-RPC over HTTP; throws before the start.</summary>
    public Uri RestUri => new($"http://127.0.0.1:{port ?? throw new InvalidOperationException("the simulator was not started")}");

    /// <summary>Address of the WebSocket; throws before the start.</summary>
    public Uri SocketUri => new($"ws://127.0.0.1:{port ?? throw new InvalidOperationException("the simulator was not started")}");

    /// <summary>The first fault of the simulator's own, as opposed to one that was ordered; null while there was none.</summary>
    public Exception? Failure => failure;

    /// <summary>Listens on a free port of 127.0.0.1, and mines where an interval is set.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        application = builder.Build();
        application.UseWebSockets();
        application.Run(ServeAsync);
        await application.StartAsync(cancellation);
        port = new Uri(application.Urls.First()).Port;
        if (options.BlockInterval is { } interval)
            timer = options.Clock.Time.CreateTimer(_ => Chain.Mine(), null, interval, interval);
    }

    /// <summary>Cuts every WebSocket without a closing handshake.</summary>
    public void Disconnect() => subscriptions.Disconnect();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (timer is not null)
            await timer.DisposeAsync();
        await stopping.CancelAsync();
        if (application is not null)
        {
            using CancellationTokenSource limit = new(StopPatience);
            await application.StopAsync(limit.Token);
            await application.DisposeAsync();
        }

        stopping.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        try
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
                await subscriptions.ServeAsync(new FrameSocket(socket), stopping.Token);
                return;
            }

            await AnswerAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || stopping.IsCancellationRequested)
        {
            // The client gave up, or the node stops: there is nobody left to answer.
            return;
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException or KeyNotFoundException or JsonException or EvmRevertException)
        {
            Interlocked.CompareExchange(ref failure, fault, null);
            throw;
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (Chain.Faults.TakeFailure())
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using JsonDocument request = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        string? answer;
        lock (Chain.Gate)
            answer = rpc.Answer(request.RootElement);
        if (answer is null)
        {
            // What a fault has withheld is never answered: the client gives up some day.
            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping.Token);
            await Task.Delay(Timeout.Infinite, end.Token);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer), context.RequestAborted);
    }
}
