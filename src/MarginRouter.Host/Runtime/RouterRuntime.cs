using System.Net;
using System.Security.Cryptography;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Engine;
using MarginRouter.Host.Journal;
using MarginRouter.Storage;
using MarginRouter.Venues;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

/// <summary>
/// One running router: recovers from the journal, then starts the engine loop, the venue adapters and the desk gateway, in this order,
/// and stops them in the opposite one. A fault of the loop or of the disk ends <see cref="Faulted"/>.
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
    private readonly List<Task> running = [];

    /// <summary>Builds the router and recovers its state; nothing is connected before <see cref="Start"/>.</summary>
    public RouterRuntime(RouterConfiguration configuration, RouterServices services)
    {
        logger = services.Loggers.CreateLogger<RouterRuntime>();
        Firm firm = configuration.Firm;
        EngineClock clock = new(services.Time);
        RouterEngine engine = EngineFactory.Create(configuration);
        string structure = StructureHash.Of(firm);
        RecoveredState? recovered = Recover(configuration.Journal, engine, structure);
        JournalHeader header = recovered?.Header ?? new JournalHeader(NewTag(), clock.Now(), services.ConfigurationHash, structure);
        Inbox = new EngineInbox(firm);
        LiveOutbound outbound = new(firm.Reference, services.Loggers.CreateLogger<LiveOutbound>());
        CommitGate gate = new(configuration.Journal.Durability, outbound, clock.Now);
        journal = new RouterJournal(configuration.Journal, () => header, gate.Release, Fault);
        gate.Release(journal.LastPosition);
        adapters = new VenueAdapterFactory(configuration, services, new ClientOrderIdFormat(header.InstanceTag), Inbox).CreateAll();
        gateway = CreateGateway(configuration, services, header.InstanceTag);
        outbound.Attach(adapters, gateway);
        foreach (ReportParent report in recovered?.Reports ?? [])
            gateway.Send(report);
        loop = new EngineLoop(
            new EngineLoopParts(engine, Inbox, journal, gate, clock, services.Observer), recovered?.LastAt ?? header.CreatedAt, Fault);
        Engine = engine;
        if (recovered is not null)
            LogRecovered(logger, recovered.Events, recovered.Decisions, engine.Parents.Count);
    }

    /// <summary>The engine's queues, for operators' commands.</summary>
    public EngineInbox Inbox { get; }

    /// <summary>The engine; only to be looked at before the start or after the end.</summary>
    public RouterEngine Engine { get; }

    /// <summary>Where desks connect.</summary>
    public IPEndPoint DeskEndPoint => gateway.EndPoint;

    /// <summary>Ends with the fault that stops the router; never otherwise.</summary>
    public Task<Exception> Faulted => faulted.Task;

    /// <summary>Starts everything.</summary>
    public void Start()
    {
        loop.Start();
        foreach (IVenueAdapter adapter in adapters)
            running.Add(RunAdapterAsync(adapter));
        gateway.Start();
        LogListening(logger, gateway.EndPoint);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        gateway.Stop();
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        foreach (IVenueAdapter adapter in adapters)
            await adapter.DisposeAsync();
        loop.Dispose();

        // Closing the journal commits what is queued, which lets reports out: the desks' stores must still be open.
        journal.Dispose();
        gateway.Dispose();
        stopping.Dispose();
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
        LogFault(logger, exception);
        faulted.TrySetResult(exception);
    }

    private RecoveredState? Recover(JournalSettings settings, RouterEngine engine, string structure)
    {
        if (!Directory.Exists(settings.Directory) || !Directory.EnumerateFileSystemEntries(settings.Directory).Any())
            return null;
        LogRecovering(logger, settings.Directory);
        StructureHash.Require(settings.Directory, structure);
        return JournalRecovery.Run(settings.Directory, engine);
    }

    private DeskGateway CreateGateway(RouterConfiguration configuration, RouterServices services, string tag)
    {
        GatewaySettings settings = configuration.Gateway;
        DeskGatewayOptions options = new(
            new IPEndPoint(IPAddress.Parse(settings.Address), settings.Port),
            settings.CompId,
            tag,
            [
                .. configuration.Desks.Select(desk => new DeskSessionOptions(
                    desk.Name, desk.CompId, desk.Username, services.Secrets.Require(desk.PasswordSecret, $"desk {desk.Name}"))),
            ],
            desk => SegmentFixMessageStore.Open(new SegmentLogOptions
            {
                Directory = Path.Combine(settings.StoreDirectory, "desks", desk),
                ContentFormat = SegmentFixMessageStore.ContentFormat,
            }));
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
