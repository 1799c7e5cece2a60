using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>Limits beside margin against real venues: what may be owed, how many orders may be sent, and books that show more than they give.</summary>
public sealed class VenueLimitTests
{
    private const string KrakenPair = "BTC/USD";

    /// <summary>Lots in each ask of a whole book, by instrument.</summary>
    private static readonly (int Instrument, long Lots)[] WholeAsks = [(0, 2_000), (1, 10_000), (2, 100_000_000)];

    [Fact]
    public async Task MaximumBorrow_OverFix_SellsIntoDebtToTheLastLotAndNamesTheLimit()
    {
        VenueRules rules = new()
        {
            Prime = PublishedRules.Read("binance/spot-cross") with { Reporting = new Asset("USD") },
            PrimeBalances = [("USD", 2_000_000m)],
            PrimeCredit = new Dictionary<string, decimal> { ["BTC"] = 12m },
        };
        await using DriftWorld world = await DriftWorld.StartAsync(rules, 100_000m, files => Lend(files, "prime", "prime-main", "BTC", "5.00005"));
        await StatedAsync(world, balance => balance.Borrowable == 12m);

        ReportParent sold = await world.TradeAsync(CrashConfiguration.SpotDesk, "S1", Side.Sell, 8m);
        Assert.Equal(5m, sold.CumulativeQuantity);
        Refusal limit = Assert.Single(sold.Refusals, refusal => refusal.Reason == RefusalReason.MaximumBorrow);
        Assert.Equal(("prime-main BTC", 5.0001m, 5.00005m), (limit.Subject, limit.Required!.Value, limit.Threshold!.Value));
        Assert.Equal(5m, world.Venues.Statement("prime-main").Balances.Single(balance => balance.Asset == "BTC").Borrowed);
        await StatedAsync(world, balance => balance.Borrowed == 5m);

        // Full: nothing more, whatever the venue would still lend. What is paid back may be owed again.
        Assert.Equal(0m, (await world.TradeAsync(CrashConfiguration.SpotDesk, "S2", Side.Sell, 1m)).CumulativeQuantity);
        world.Venues.Refill();
        Assert.Equal(2m, (await world.TradeAsync(CrashConfiguration.SpotDesk, "B1", Side.Buy, 2m)).CumulativeQuantity);
        AssetBalance owed = await StatedAsync(world, balance => balance.Borrowed is > 2.9m and < 3.1m);
        world.Venues.Refill();
        ReportParent again = await world.TradeAsync(CrashConfiguration.SpotDesk, "S3", Side.Sell, 8m);
        Assert.Equal(decimal.Floor((5.00005m + owed.Net) / 0.0001m) * 0.0001m, again.CumulativeQuantity);
        Assert.InRange(world.Venues.Statement("prime-main").Balances.Single(balance => balance.Asset == "BTC").Borrowed, 4.9999m, 5.00005m);
    }

    [Fact]
    public async Task MaximumBorrow_SpotOnMargin_BuysOnCreditToTheLastLotAndNamesTheLimit()
    {
        const decimal Maximum = 200_000m;
        await using DriftWorld world = await DriftWorld.StartAsync(new VenueRules(), 100_000m, files =>
        {
            Lend(files, "kraken", "kraken-main", "USD", "200000");
            files.Replace("desks/loan.json", "\"maximumAttempts\": 3", "\"maximumAttempts\": 1");
        });
        ReportParent bought = await world.TradeAsync(CrashConfiguration.MarginDesk, "M1", Side.Buy, 10m);
        RouteDecision first = await world.Router.DecisionAsync(1);

        // A lot is counted at the worst price that the collar of 500 basis points allows, with its fee.
        decimal worst = first.ArrivalPrice!.Value * 1.05m * 1.0009m;
        Refusal limit = Assert.Single(bought.Refusals, refusal => refusal.Reason == RefusalReason.MaximumBorrow);
        Assert.Equal(("kraken-main USD", Maximum), (limit.Subject, limit.Threshold!.Value));
        Assert.InRange(limit.Required!.Value - Maximum, 0m, worst * 0.00000001m);
        Assert.InRange(first.Planned.Value * 0.00000001m * worst, Maximum - (worst * 0.00000001m), Maximum);

        // Fifty million dollars of cash pay for none of it: the venue books a position on margin, and the debt keeps within the limit.
        AccountStatement held = world.Venues.Statement(CrashVenues.KrakenAccount);
        Assert.Equal(first.Planned.Value * 0.00000001m, held.Position(KrakenPair)!.Quantity);
        Assert.Equal(bought.CumulativeQuantity, held.Position(KrakenPair)!.Quantity);
        Assert.InRange(held.Position(KrakenPair)!.Quantity * held.Position(KrakenPair)!.Position.EntryPrice, 150_000m, Maximum);

        // Nothing is left to borrow, so nothing more is bought.
        world.Venues.Refill();
        ReportParent none = await world.TradeAsync(CrashConfiguration.MarginDesk, "M2", Side.Buy, 1m);
        Assert.Equal(0m, none.CumulativeQuantity);
        Assert.Contains(none.Refusals, refusal => refusal is { Reason: RefusalReason.MaximumBorrow, Subject: "kraken-main USD" });
    }

    [Fact]
    public async Task OrderRate_BudgetSpent_SendsNoMoreAndNamesTheVenue()
    {
        await using DriftWorld world = await DriftWorld.StartAsync(
            new VenueRules(),
            10_000_000m,
            files => files.Replace("venues/1-usdm.json", "\"bookDepth\": 1000,", "\"bookDepth\": 1000, \"ordersPerWindow\": 3, \"windowMilliseconds\": 86400000,"));
        for (int i = 1; i <= 2; i++)
            Assert.Equal(1m, (await world.TradeAsync($"F{i}", Side.Buy, 1m)).CumulativeQuantity);

        // The last order of the window goes to a parent of all venues; then the venue gets nothing, and the others take its share.
        Assert.Equal(8m, (await world.TradeAsync(CrashConfiguration.Desk, "A1", Side.Buy, 8m)).CumulativeQuantity);
        RouteDecision last = await world.Router.DecisionAsync(3);
        Assert.Equal(3, last.Children.Length);
        Assert.Equal(3, Sent(world));
        Assert.Equal(8m, (await world.TradeAsync(CrashConfiguration.Desk, "A2", Side.Buy, 8m)).CumulativeQuantity);
        RouteDecision without = await world.Router.DecisionAsync(4);
        Assert.Equal([1, 2], without.Children.Select(child => child.Terms.Instrument.Value).Order());
        Assert.Contains(without.Rejected, one => one.Refusal is { Reason: RefusalReason.VenueOrderRate, Subject: "usdm" });

        ReportParent refused = await world.TradeAsync("F3", Side.Buy, 1m);
        Assert.Equal(0m, refused.CumulativeQuantity);
        Assert.Contains(refused.Refusals, refusal => refusal is { Reason: RefusalReason.VenueOrderRate, Subject: "usdm" });
        Assert.Equal(3, Sent(world));
    }

    [Fact]
    public async Task FillRatio_VenueThatGivesLessThanItShows_GetsLessOfLaterParents()
    {
        const int Parents = 8;
        await using DriftWorld world = await DriftWorld.StartAsync(
            new VenueRules(), 10_000_000m, files => files.Replace("desks/alpha.json", "\"maximumAttempts\": 3", "\"maximumAttempts\": 1"));

        // As the router takes the order up, most of what Kraken showed goes: its children find a quarter of it.
        SimulatedMarket fading = world.Venues.Kraken.Market(KrakenPair);
        world.Router.BeforeEvent = inbound =>
        {
            if (inbound is ParentReceived)
                Fade(fading);
        };
        List<RouteDecision> decisions = await RepeatAsync(world, 1, Parents);
        long[] sizes = [.. decisions.Select(KrakenSize)];
        decimal[] ratios = [.. decisions.Select(decision => Ratio(decision, DriftWorld.Kraken))];
        string figures = $"{string.Join(", ", sizes)} at ratios {string.Join(", ", ratios)}";
        Assert.True(ratios[0] == 1m && ratios[^1] < 0.6m && ratios.Zip(ratios.Skip(1)).All(pair => pair.Second < pair.First), figures);
        Assert.True(sizes[^1] < sizes[0] * 0.75m, figures);

        // Nobody else is blamed, and what Kraken does not get goes to the others.
        Assert.All(decisions, decision => Assert.Equal((1m, 1m), (Ratio(decision, DriftWorld.Futures), Ratio(decision, DriftWorld.Prime))));
        Assert.All(decisions, decision => Assert.True(decision.Remainder.IsZero));

        // It gives what it shows again, and is trusted with more again.
        world.Router.BeforeEvent = null;
        List<RouteDecision> later = await RepeatAsync(world, Parents + 1, Parents);
        Assert.True(Ratio(later[^1], DriftWorld.Kraken) > 0.8m && KrakenSize(later[^1]) > sizes[^1], $"{KrakenSize(later[^1])} after {figures}");
    }

    /// <summary>The same parent again and again, each against whole books; the first decision on each.</summary>
    private static async Task<List<RouteDecision>> RepeatAsync(DriftWorld world, int first, int count)
    {
        List<RouteDecision> decisions = [];
        for (int i = first; i < first + count; i++)
        {
            await world.TradeAsync(CrashConfiguration.Desk, $"R{i}", Side.Buy, 24m);
            decisions.Add(await world.Router.DecisionAsync(i));

            // Every venue was taken from; the router has seen it before the books are put back, and sees them put back before the next parent.
            await Patience.UntilAsync(() => Array.TrueForAll(WholeAsks, book => !IsWhole(world, book)), "books that were taken from");
            world.Venues.Refill();
            await Patience.UntilAsync(() => Array.TrueForAll(WholeAsks, book => IsWhole(world, book)), "books as they were");
        }

        return decisions;
    }

    private static bool IsWhole(DriftWorld world, (int Instrument, long Lots) book) =>
        world.Router.IsBookWhole(new InstrumentId(book.Instrument), CrashVenues.Levels, book.Lots);

    private static long KrakenSize(RouteDecision decision) =>
        decision.Children.Where(child => child.Terms.Subaccount == DriftWorld.Kraken).Sum(child => child.ProductQuantity.Value);

    /// <summary>Accounts, venues and instruments stand in the same order here.</summary>
    private static decimal Ratio(RouteDecision decision, SubaccountId account) =>
        decision.Slice.Books.Single(book => book.Instrument.Value == account.Value).FillRatio;

    private static void Fade(SimulatedMarket market)
    {
        for (int level = 0; level < CrashVenues.Levels; level++)
            market.SetLevel(BookSide.Ask, 60_002m + (level * 10m), 0.25m);
    }

    private static int Sent(DriftWorld world) => world.Venues.Futures.Exchange.Receptions().Length;

    private static void Lend(CrashConfiguration files, string venue, string account, string asset, string maximum)
    {
        string file = venue == "prime" ? "venues/2-prime.json" : "venues/3-kraken.json";
        files.Replace(file, $"\"name\": \"{account}\",", $"\"name\": \"{account}\", \"borrow\": [ {{ \"asset\": \"{asset}\", \"ratePerDay\": \"0\", \"maximum\": \"{maximum}\" }} ],");
    }

    private static async Task<AssetBalance> StatedAsync(DriftWorld world, Func<AssetBalance, bool> fits)
    {
        AssetBalance[] Stated() =>
        [
            .. world.Router.Events.OfType<AccountReported>()
                .Where(report => report.Snapshot.Subaccount == DriftWorld.Prime)
                .SelectMany(report => report.Snapshot.Balances.Where(balance => balance.Asset.Code == "BTC")),
        ];
        await Patience.UntilAsync(() => Stated().LastOrDefault() is { } last && fits(last), "a stated balance", () => string.Join("; ", Stated().TakeLast(5)));
        return Stated()[^1];
    }
}
