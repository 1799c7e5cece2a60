using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>The venues, with little collateral at the futures one, and a router in this process.</summary>
internal sealed class LostAnswerWorld : IAsyncDisposable
{
    private static readonly SubaccountId Futures = new(0);

    private readonly DirectoryInfo folder;
    private readonly RouterConfiguration configuration;

    private LostAnswerWorld(DirectoryInfo folder, CrashVenues venues, RouterConfiguration configuration)
    {
        this.folder = folder;
        this.configuration = configuration;
        Venues = venues;
        Router = new ObservedRouter(configuration);
    }

    public CrashVenues Venues { get; }

    public ObservedRouter Router { get; }

    /// <summary>Starts everything with this much collateral at the futures venue.</summary>
    public static async Task<LostAnswerWorld> StartAsync(decimal balance)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-lost-");
        CrashConfiguration files = new(folder.FullName);
        CrashVenues venues = await CrashVenues.StartAsync(files, balance);
        LostAnswerWorld world = new(folder, venues, files.Load());
        await world.Router.StartAsync();
        return world;
    }

    /// <summary>Waits until nothing is reserved and the ledger is what the venue states; every execution was reported exactly once.</summary>
    public async Task AssertBookedOnceAsync()
    {
        JournalView journal = new(configuration);
        await Patience.UntilAsync(
            () => journal.Recover().Engine is var engine && engine.Ledger.Reservations(Futures).Count == 0 && Position(engine) == Stated,
            "a ledger equal to the venue's statement",
            () => $"ledger {Position(journal.Recover().Engine)}, venue {Stated}");
        Assert.Equal(
            Venues.Orders().Sum(order => order.CumulativeQuantity),
            Router.Reports.Where(report => report.LastQuantity is not null).Sum(report => report.LastQuantity));
    }

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await Venues.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private decimal Stated => Venues.Statement(CrashVenues.FuturesAccount).Position("BTCUSDT")?.Quantity ?? 0m;

    private static decimal Position(RouterEngine engine) => engine.Ledger[Futures].Positions.FirstOrDefault().Quantity.Value * 0.001m;
}
