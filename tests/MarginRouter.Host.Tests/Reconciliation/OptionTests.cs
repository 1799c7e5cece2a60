using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>What adapters state beside marks, over the venues' real protocols: volatilities of options held, and funding rates.</summary>
public sealed class OptionTests
{
    [Fact]
    public async Task PutsHeldAtBybit_PerpetualBought_CountsTheOffset()
    {
        decimal alone;
        await using (WhatIfWorld bare = await WhatIfWorld.StartAsync(WhatIfSetting.BybitOptions(puts: 0m)))
            alone = (await bare.TradeAsync("B1", Side.Buy, 40m)).CumulativeQuantity;
        await using WhatIfWorld hedged = await WhatIfWorld.StartAsync(WhatIfSetting.BybitOptions(puts: 4m));
        ReportParent report = await hedged.TradeAsync("B1", Side.Buy, 40m);
        Assert.True(alone > 0m && report.CumulativeQuantity > alone + 1m, $"{report.CumulativeQuantity} with puts, {alone} without: {string.Join("; ", report.Refusals)}");
    }

    [Fact]
    public async Task PutsHeldAtBybit_VolatilityNoLongerStated_RefusesByNameUntilItIs()
    {
        await using WhatIfWorld world = await WhatIfWorld.StartAsync(WhatIfSetting.BybitOptions(puts: 4m) with { VolatilityMilliseconds = 1_500 });

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
            Array.Exists(told, refusal => refusal.Reason == RefusalReason.PriceStale && refusal.Subject.Contains("implied volatility of BTC-26FEB27-60000-P-USDT", StringComparison.Ordinal)),
            string.Join("; ", told.AsEnumerable()));
        await world.Router.VolatilityAsync(new InstrumentId(1), world.Venue.PublishMarks);

        // What is planned counts: the book may still lack what the last small order took.
        await world.TradeAsync("fresh", Side.Buy, 1m);
        decision = await world.Router.DecisionAsync(order + 1);
        Assert.True(decision.Remainder == QuantityLots.Zero, string.Join("; ", decision.Blocking.Select(breach => breach.Limit)));
    }

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
