using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Host.Tests.Funds;

/// <summary>What venues change of instruments and fees at run time reaches decisions over the venues' own protocols.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task Buy_FeeOfTheCheaperVenueRises_GoesToTheOtherUntilItFallsAgain()
    {
        await using FundWorld world = await FundWorld.StartAsync();
        SimulatedMarket market = Only(world.Bybit);
        FeeSchedule listed = market.Instrument.Fees;
        Assert.Equal(0.1m, (await world.BuyAsync()).Bybit);

        market.Change(market.Instrument with { Fees = listed with { TakerRate = listed.TakerRate + 0.0003m } });
        await FeeAsync(world, 0, listed.TakerRate + 0.0003m);
        (decimal bybit, decimal okx, _) = await world.BuyAsync();
        Assert.Equal((0m, 0.1m), (bybit, okx));

        SimulatedMarket other = Only(world.Okx);
        FeeSchedule dear = other.Instrument.Fees;
        other.Change(other.Instrument with { Fees = dear with { TakerRate = dear.TakerRate + 0.0005m } });
        await FeeAsync(world, 1, dear.TakerRate + 0.0005m);
        (bybit, okx, _) = await world.BuyAsync();
        Assert.Equal((0.1m, 0m), (bybit, okx));
    }

    [Fact]
    public async Task Buy_PriceStepBecomesFiner_TakesALevelBetweenTheOldStepsAndStillDoesAfterARestart()
    {
        await using FundWorld world = await FundWorld.StartAsync();
        SimulatedMarket market = Only(world.Bybit);
        decimal tick = market.Instrument.TickSize;
        decimal best = market.Instrument.Price(market.Copy(1).Asks[0].Price);
        decimal between = best - (tick / 10m);

        market.Change(market.Instrument with { TickSize = tick / 10m });
        await world.Router.EventAsync(inbound => inbound is TickFollowed, "the change of step");
        market.SetLevel(BookSide.Ask, between, 0.1m);
        world.Bybit.Exchange.Step();
        Assert.Equal(between, await PaidAsync(world, between));

        await world.RestartAsync();
        await world.Router.EventAsync(inbound => inbound is TickFollowed, "the change of step after the restart");
        decimal deeper = between - (tick / 10m);
        market.SetLevel(BookSide.Ask, deeper, 0.1m);
        world.Bybit.Exchange.Step();
        Assert.Equal(deeper, await PaidAsync(world, deeper));
    }

    [Fact]
    public async Task Buy_CheaperVenueSuspendsTheInstrument_RefusesItByNameAndGoesToTheOther()
    {
        await using FundWorld world = await FundWorld.StartAsync();
        Only(world.Bybit).Closed = "PreLaunch";
        await world.Router.EventAsync(inbound => inbound is InstrumentTermsReceived { Terms.Closed: "PreLaunch" }, "the suspension");
        RouteDecision decision = await world.DecideAsync(Side.Buy);
        Refusal refusal = decision.Slice.Books[0].Unavailable!;
        Assert.Equal((RefusalReason.InstrumentClosed, "BTCUSDT: PreLaunch"), (refusal.Reason, refusal.Subject));
        Assert.Equal(new InstrumentId(1), Assert.Single(decision.Children).Terms.Instrument);
        Assert.Contains(world.Router.Alarms, alarm => alarm.Contains("bybit:BTCUSDT: PreLaunch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Buy_VenueStatesAnAbsurdMinimum_RefusesTheInstrumentAndKeepsTheOldTerms()
    {
        await using FundWorld world = await FundWorld.StartAsync();
        SimulatedMarket market = Only(world.Okx);
        QuantityLots absurd = new(market.Instrument.MinimumQuantity.Value * 1_000);
        market.Change(market.Instrument with { MinimumQuantity = absurd });
        await world.Router.EventAsync(
            inbound => inbound is InstrumentTermsReceived received && received.Terms.MinimumQuantity == market.Instrument.Quantity(absurd), "the minimum");
        RouteDecision decision = await world.DecideAsync(Side.Buy);
        Assert.Equal(RefusalReason.InstrumentTermsRefused, decision.Slice.Books[1].Unavailable!.Reason);
        Assert.Equal(new InstrumentId(0), Assert.Single(decision.Children).Terms.Instrument);
    }

    private static async Task<decimal> PaidAsync(FundWorld world, decimal wanted)
    {
        // The level stands at the venue; until the router has seen it, an order may still take the next one.
        await world.AskAsync(wanted);
        (ReportParent report, RouteDecision decision) = await world.FilledAsync();
        Assert.True(
            decision.Children is [{ Terms.Instrument.Value: 0 }],
            string.Join("; ", decision.Slice.Books.Select(book => $"{book.Unavailable}")) + string.Join("; ", decision.Rejected));
        return report.AveragePrice;
    }

    private static Task FeeAsync(FundWorld world, int account, decimal rate) => world.Router.EventAsync(
        inbound => inbound is FeeRatesReceived fees && fees.Subaccount.Value == account && fees.Rates.Any(one => one.Rate == rate), $"a fee of {rate}");

    private static SimulatedMarket Only(StreamSimulator venue) => venue.Exchange.Markets.Values.Single();
}
