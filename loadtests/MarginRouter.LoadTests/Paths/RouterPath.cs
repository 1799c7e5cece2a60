using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Runtime;
using MarginRouter.LoadTests.Loopback;
using MarginRouter.LoadTests.Wire;

namespace MarginRouter.LoadTests.Paths;

/// <summary>
/// The product: its gateway, engine, routing with margin, journal and FIX venue adapters as the service runs them, against two minimal
/// venues with two margined accounts each.
/// </summary>
internal sealed class RouterPath : IOrderPath
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<LoopbackVenue> venues = [];
    private readonly RouterRuntime router;

    private RouterPath(OrderPathOptions options, DurabilityMode durability)
    {
        Name = $"router, {(durability == DurabilityMode.None ? "none" : "beforeSend")}";
        Arrivals = new Arrivals(options.Orders);
        Stages = new StageTimes(options.Orders);
        foreach (LoopbackVenueOptions venue in RouterFirm.Venues(options.UpdatesPerSecond))
            venues.Add(new LoopbackVenue(venue, Arrivals, options.Time, options.Loggers));
        RouterConfiguration configuration = RouterFirm.Configure(
            [.. venues.Select(venue => venue.EndPoint)], durability, Path.Combine(options.Folder, $"router-{durability}"));
        Observer = new RouterObserver(configuration.Firm, Stages);
        router = new RouterRuntime(
            configuration, new RouterServices(RouterFirm.Secrets, "load test", options.Time, options.Loggers, Observer));
        StateLeverages(configuration);
        Client = new OrderClient(
            router.DeskEndPoint,
            new OrderClientOptions(RouterFirm.Desk, RouterFirm.CompId, RouterFirm.Password, RouterFirm.ProductSymbol, options.Quantity),
            options.Time,
            options.Loggers);
    }

    public string Name { get; }

    public OrderClient Client { get; }

    public Arrivals Arrivals { get; }

    public bool Reports => true;

    public StageTimes Stages { get; }

    private RouterObserver Observer { get; }

    /// <summary>Starts a router and waits until it can trade.</summary>
    public static async Task<RouterPath> StartAsync(OrderPathOptions options, DurabilityMode durability)
    {
        RouterPath path = new(options, durability);
        try
        {
            path.router.Start();
            Task first = await Task.WhenAny(path.Observer.Ready, path.router.Faulted).WaitAsync(Patience, options.Time);
            if (first != path.Observer.Ready)
                throw new InvalidOperationException("the router stopped", await path.router.Faulted);
            path.Client.Start();
            return path;
        }
        catch
        {
            await path.DisposeAsync();
            throw;
        }
    }

    public void Check()
    {
        if (router.Faulted.IsCompleted)
            throw new InvalidOperationException($"{Name}: the router stopped", router.Faulted.Result);
        if (Client.Loss is string loss)
            throw new InvalidOperationException($"{Name}: the client was disconnected: {loss}");
        if (Client.Misnumbered > 0)
            throw new InvalidOperationException($"{Name}: {Client.Misnumbered} reports do not match their orders, so no arrival can be attributed");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await router.DisposeAsync();
        foreach (LoopbackVenue venue in venues)
            venue.Dispose();
    }

    /// <summary>
    /// PositionReports (AP) of FIX 4.4 have no field for the leverage that an account has chosen, and the tiered rules want it. It is stated
    /// here once, before the venues' own statements, which do not repeat it.
    /// </summary>
    private void StateLeverages(RouterConfiguration configuration)
    {
        foreach (Subaccount subaccount in configuration.Firm.Subaccounts)
        {
            ImmutableArray<PositionSnapshot> leverages =
                [.. subaccount.Instruments.Select(instrument => new PositionSnapshot(instrument, PositionLots.Flat, 0m, RouterFirm.Leverage))];
            router.Inbox.OnEvent(new AccountReported(new AccountSnapshot(subaccount.Id, new Instant(1), [], leverages)));
        }
    }
}
