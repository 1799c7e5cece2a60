using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>What adapters state beside marks, over the venues' real protocols: volatilities of options held, and funding rates.</summary>
public sealed class OptionTests
{
    [Theory]
    [InlineData("bybit")]
    [InlineData("okx")]
    public async Task PutsHeld_PerpetualBought_CountsTheOffset(string name)
    {
        decimal alone;
        await using (WhatIfWorld bare = await WhatIfWorld.StartAsync(Options(name, puts: 0m)))
            alone = (await bare.TradeAsync("B1", Side.Buy, 40m)).CumulativeQuantity;

        // OKX states volatilities on a channel of its own, which may come after the router is ready.
        await using WhatIfWorld hedged = await WhatIfWorld.StartAsync(Options(name, puts: 4m));
        await hedged.Router.MarkAsync(mark => mark.ImpliedVolatility is not null, hedged.Venue.PublishMarks);
        ReportParent report = await hedged.TradeAsync("B1", Side.Buy, 40m);
        Assert.True(alone > 0m && report.CumulativeQuantity > alone + 1m, $"{report.CumulativeQuantity} with puts, {alone} without: {string.Join("; ", report.Refusals)}");
    }

    [Theory]
    [InlineData("bybit")]
    [InlineData("okx")]
    public async Task PutsHeld_VolatilityNoLongerStated_RefusesByNameUntilItIs(string name)
    {
        WhatIfSetting setting = Options(name, puts: 4m) with { VolatilityMilliseconds = 1_500 };
        await using WhatIfWorld world = await WhatIfWorld.StartAsync(setting);
        await world.Router.MarkAsync(mark => mark.ImpliedVolatility is not null, world.Venue.PublishMarks);

        // The simulator states it when it is subscribed, and when told to: small orders are planned until it is too old.
        RouteDecision decision;
        int order = 0;
        do
        {
            await world.TradeAsync($"B{order++}", Side.Buy, 0.001m);
            decision = await world.Router.DecisionAsync(order);
        }
        while (decision.Planned > QuantityLots.Zero);
        Refusal[] told = [.. decision.Blocking.Select(breach => breach.Limit), .. decision.Margins.Select(margin => margin.Unknown).OfType<Refusal>()];
        Assert.True(
            Array.Exists(told, refusal => refusal.Reason == RefusalReason.PriceStale && refusal.Subject.Contains($"implied volatility of {setting.More[0]}", StringComparison.Ordinal)),
            string.Join("; ", told.AsEnumerable()));
        await world.Router.VolatilityAsync(new InstrumentId(1), world.Venue.PublishMarks);

        // What is planned counts: the book may still lack what the last small order took.
        await world.TradeAsync("fresh", Side.Buy, 1m);
        decision = await world.Router.DecisionAsync(order + 1);
        Assert.True(decision.Remainder == QuantityLots.Zero, string.Join("; ", decision.Blocking.Select(breach => breach.Limit)));
    }

    private static WhatIfSetting Options(string venue, decimal puts) => venue == "bybit" ? WhatIfSetting.BybitOptions(puts) : WhatIfSetting.OkxOptions(puts);

    [Theory]
    [InlineData("bybit")]
    [InlineData("okx")]
    public async Task FundingRate_StatedByTheVenue_ReachesTheEngine(string name)
    {
        await using WhatIfWorld world = await WhatIfWorld.StartAsync(name == "bybit" ? WhatIfSetting.Bybit : WhatIfSetting.Okx);
        MarkPriceReceived mark = await world.Router.MarkAsync(one => one.FundingRate is not null, world.Venue.PublishMarks);
        Assert.Equal(0.0003m, mark.FundingRate);
        Assert.InRange(mark.NextFunding!.Value.NanosecondsSince(mark.VenueTime), 3L * 3_600_000_000_000, 4L * 3_600_000_000_000);
    }
}
