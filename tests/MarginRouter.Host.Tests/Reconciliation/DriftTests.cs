using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Tests.Commands;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>Drift planted in the venues' own tables is found over their real protocols, and nothing is found where none was planted.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task AlteredTiers_PositionAtTheVenue_TurnsTheAccountReduceOnly()
    {
        // Three times the published maintenance: 5 BTC at 60,000 need 3,900 instead of 1,200 of an equity of 100,000.
        VenueRules rules = new() { Futures = PublishedRules.Read("binance/usdm-cross").WithMaintenance(3m) };
        await using DriftWorld world = await DriftWorld.StartAsync(rules, 100_000m);
        await world.UntilAsync(DriftWorld.Futures, all => all.Any(each => each.Outcome == ReconciliationOutcome.Agrees), "agreement while flat");
        await world.TradeAsync("B1", Side.Buy, 5m);
        await world.UntilAsync(DriftWorld.Futures, all => all.Any(each => each.Outcome == ReconciliationOutcome.Drifts), "drift");
        await world.AlarmAsync("marginDrift", "usdm-main");
        CommandRun told = await world.ReportAsync();
        Assert.True(told.Code == 0, told.Diagnostics);
        Assert.Contains("only reduces", told.Output, StringComparison.Ordinal);
        Assert.Contains("maintenanceMargin local", told.Output, StringComparison.Ordinal);
        await world.TradeAsync("B2", Side.Buy, 1m);
        ReportParent refused = await world.Router.FinalAsync("B2");
        Refusal why = Assert.Single(refused.Refusals);
        Assert.Equal(RefusalReason.MarginDrift, why.Reason);
        Assert.Contains("maintenanceMargin local", why.Subject, StringComparison.Ordinal);
        await world.TradeAsync("S1", Side.Sell, 2m);
        Assert.Equal(2m, (await world.Router.FinalAsync("S1")).CumulativeQuantity);

        // Flat again, nothing is left to differ in: the venue's figures agree and the account is free after so many statements.
        await world.TradeAsync("S2", Side.Sell, 3m);
        await world.AgreementAsync(DriftWorld.Futures, "agreement once flat");
        await world.TradeAsync("B3", Side.Buy, 0.01m);
        Assert.Equal(ParentStatus.Filled, (await world.Router.FinalAsync("B3")).Status);
    }

    [Fact]
    public async Task AlteredHaircut_CollateralAtTheVenue_TurnsTheAccountReduceOnly()
    {
        VenueRules rules = new()
        {
            KrakenBalances = [("USD", 1_000_000m), ("BTC", 10m)],
            Kraken = PublishedRules.Read("kraken/spot-margin").WithWeight("BTC", 0.5m),
        };
        await using DriftWorld world = await DriftWorld.StartAsync(rules, 100_000m);
        await world.UntilAsync(DriftWorld.Kraken, all => all.Any(each => each.Outcome == ReconciliationOutcome.Drifts), "drift");
        MarginComparison found = world.Comparisons(DriftWorld.Kraken).First(each => each.Outcome == ReconciliationOutcome.Drifts);
        ComparedFigure equity = found.Figures.Single(figure => figure.Name == "equity");
        Assert.InRange(equity.Local!.Value - equity.Venue, 290_000m, 310_000m);
    }

    [Fact]
    public async Task AlteredHaircut_WhileCollateralLiesThere_RefusesGrowthAndFreesTheAccountAfterwards()
    {
        VenueRules rules = new()
        {
            KrakenBalances = [("USD", 1_000_000m)],
            Kraken = PublishedRules.Read("kraken/spot-margin").WithWeight("BTC", 0.5m),
        };
        await using DriftWorld world = await DriftWorld.StartAsync(rules, 100_000m);
        SimulatedExchange kraken = world.Venues.Kraken.Exchange;
        await world.UntilAsync(DriftWorld.Kraken, all => all.Any(each => each.Outcome == ReconciliationOutcome.Agrees), "agreement on dollars");
        Assert.Equal(2m, (await world.TradeAsync(CrashConfiguration.MarginDesk, "B1", Side.Buy, 2m)).CumulativeQuantity);
        await world.UntilAsync(DriftWorld.Kraken, all => all.Any(each => each.Figures.Any(figure => figure.Name == "initialMargin" && figure.Venue > 0m)), "a position");

        kraken.Deposit(kraken.Account("kraken-main"), "BTC", 10m);
        await world.UntilAsync(DriftWorld.Kraken, all => all.Any(each => each.Outcome == ReconciliationOutcome.Drifts), "drift");
        await world.AlarmAsync("marginDrift", "kraken-main");
        ReportParent refused = await world.TradeAsync(CrashConfiguration.MarginDesk, "B2", Side.Buy, 1m);
        Refusal why = Assert.Single(refused.Refusals);
        Assert.Equal(RefusalReason.MarginDrift, why.Reason);
        Assert.Contains("equity local", why.Subject, StringComparison.Ordinal);
        Assert.Equal(0.5m, (await world.TradeAsync(CrashConfiguration.MarginDesk, "S1", Side.Sell, 0.5m)).CumulativeQuantity);

        kraken.Deposit(kraken.Account("kraken-main"), "BTC", -10m);
        await world.AgreementAsync(DriftWorld.Kraken, "agreement without the collateral");
        await world.AlarmAsync("marginAgrees", "kraken-main");
        Assert.Equal(1m, (await world.TradeAsync(CrashConfiguration.MarginDesk, "B3", Side.Buy, 1m)).CumulativeQuantity);
    }

    [Fact]
    public async Task IsolatedFutures_RandomFills_RouteAndAgreeWithTheVenue()
    {
        VenueRules rules = new() { IsFuturesIsolated = true, Futures = PublishedRules.Read("binance/usdm-isolated") };
        await using DriftWorld world = await DriftWorld.StartAsync(rules, 1_000_000m);
        Random random = new(23);
        decimal position = 0m;
        for (int i = 0; i < 25; i++)
        {
            decimal change = (random.Next(-100, 101) / 10m) - position;
            if (change == 0m)
                continue;
            ReportParent report = await world.TradeAsync($"I{i}", change > 0m ? Side.Buy : Side.Sell, Math.Abs(change));
            Assert.True(report.CumulativeQuantity > 0m, $"seed 23, order {i}: {string.Join("; ", report.Refusals)}");
            position += Math.Sign(change) * report.CumulativeQuantity;
            world.Venues.Refill();
        }

        if (position == 0m)
            position = (await world.TradeAsync("last", Side.Buy, 1m)).CumulativeQuantity;
        int before = world.Comparisons(DriftWorld.Futures).Length;
        await world.UntilAsync(DriftWorld.Futures, all => all.Length >= Math.Max(before + 3, 6), "comparisons of the isolated account");
        Assert.All(world.Comparisons(DriftWorld.Futures), Agrees);
        AccountReported stated = world.Router.Events.OfType<AccountReported>().Last(report => report.Snapshot.Subaccount == DriftWorld.Futures);
        PositionSnapshot held = Assert.Single(stated.Snapshot.Positions);
        StatementPosition atVenue = Assert.Single(world.Venues.Statement("usdm-main").Positions);
        Assert.Equal(position, held.Quantity.Value * 0.001m);
        Assert.Equal(atVenue.Position.IsolatedMargin, held.IsolatedMargin);
        Assert.Equal(world.Venues.Statement("usdm-main").Balance("USDT"), stated.Snapshot.Balances.Single(balance => balance.Asset.Code == "USDT").Quantity);
    }

    [Fact]
    public async Task PublishedTables_RandomFills_AreNeverFlagged()
    {
        VenueRules rules = new() { KrakenBalances = [("USD", 1_000_000m), ("BTC", 10m)] };
        await using DriftWorld world = await DriftWorld.StartAsync(rules, 1_000_000m);
        Random random = new(17);
        decimal position = 0m;
        for (int i = 0; i < 40; i++)
        {
            decimal wanted = random.Next(-200, 201) / 10m;
            decimal change = wanted - position;
            if (change == 0m)
                continue;
            await world.TradeAsync($"R{i}", change > 0m ? Side.Buy : Side.Sell, Math.Abs(change));
            decimal filled = (await world.Router.FinalAsync($"R{i}")).CumulativeQuantity;
            position += Math.Sign(change) * filled;
            world.Venues.Refill();
        }

        int before = world.Comparisons(DriftWorld.Futures).Length;
        await world.UntilAsync(DriftWorld.Futures, all => all.Length >= Math.Max(before + 3, 10), "comparisons of the futures account");
        await world.UntilAsync(DriftWorld.Kraken, all => all.Length >= 3, "comparisons of the account on margin");

        // The first statements may come before the book that values them; from then on every one must agree.
        foreach (SubaccountId account in new[] { DriftWorld.Futures, DriftWorld.Kraken })
            Assert.All(world.Comparisons(account).SkipWhile(comparison => comparison.Outcome == ReconciliationOutcome.LocalUnknown), Agrees);
        Assert.Contains(world.Comparisons(DriftWorld.Futures), each => each.Figures.Any(figure => figure.Name == "maintenanceMargin" && figure.Venue > 0m));
    }

    private static void Agrees(MarginComparison comparison) =>
        Assert.True(comparison.Outcome == ReconciliationOutcome.Agrees, DriftWorld.Text(comparison));
}
