using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Simulation.Binance;

namespace MarginRouter.Host.Tests.Funds;

/// <summary>What Binance and Kraken change of instruments and fees at run time reaches decisions over their own protocols.</summary>
public sealed class VenueTermsTests
{
    [Theory]
    [InlineData(BinanceMarketKind.Spot)]
    [InlineData(BinanceMarketKind.UsdMargined)]
    public async Task Buy_FeeOfBinanceRisesAndFallsAgain_GoesToTheOtherAndComesBack(BinanceMarketKind kind)
    {
        await using ReferenceWorld world = await ReferenceWorld.StartAsync(kind);
        Assert.Equal(ReferenceWorld.BinanceId, (await world.BuyAsync()).Venue);
        await world.ChargeAsync(ReferenceWorld.BinanceId, 0.0008m);
        Assert.Equal(ReferenceWorld.KrakenId, (await world.BuyAsync()).Venue);
        await world.ChargeAsync(ReferenceWorld.BinanceId, 0.0004m);
        Assert.Equal(ReferenceWorld.BinanceId, (await world.BuyAsync()).Venue);
    }

    [Theory]
    [InlineData(BinanceMarketKind.Spot)]
    [InlineData(BinanceMarketKind.UsdMargined)]
    public async Task Buy_BinanceRefinesItsPriceStep_TakesALevelBetweenTheOldStepsAndStillDoesAfterARestart(BinanceMarketKind kind)
    {
        await using ReferenceWorld world = await ReferenceWorld.StartAsync(kind);
        await TakesFinerLevelsAsync(world, ReferenceWorld.BinanceId);
    }

    [Theory]
    [InlineData(BinanceMarketKind.Spot, "BREAK")]
    [InlineData(BinanceMarketKind.UsdMargined, "SETTLING")]
    public async Task Buy_BinanceSuspendsTheInstrument_RefusesItByNameAndGoesToTheOther(BinanceMarketKind kind, string word)
    {
        await using ReferenceWorld world = await ReferenceWorld.StartAsync(kind);
        await world.CloseAsync(ReferenceWorld.BinanceId, word);
        (int venue, _, RouteDecision decision) = await world.BuyAsync();
        Assert.Equal(ReferenceWorld.KrakenId, venue);
        Refusal refusal = decision.Slice.Books[ReferenceWorld.BinanceId].Unavailable!;
        Assert.Equal((RefusalReason.InstrumentClosed, $"BTCUSDT: {word}"), (refusal.Reason, refusal.Subject));
        Assert.Contains(world.Router.Alarms, alarm => alarm.Contains($"binance:BTCUSDT: {word}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Buy_FeeOfKrakenFallsAndRisesAgain_GoesThereAndComesBack()
    {
        await using ReferenceWorld world = await ReferenceWorld.StartAsync(BinanceMarketKind.Spot);
        await world.ChargeAsync(ReferenceWorld.KrakenId, 0.0004m);
        Assert.Equal(ReferenceWorld.KrakenId, (await world.BuyAsync()).Venue);
        await world.ChargeAsync(ReferenceWorld.KrakenId, 0.0006m);
        Assert.Equal(ReferenceWorld.BinanceId, (await world.BuyAsync()).Venue);
        await world.ChargeAsync(ReferenceWorld.BinanceId, 0.0009m);
        Assert.Equal(ReferenceWorld.KrakenId, (await world.BuyAsync()).Venue);
    }

    [Fact]
    public async Task Buy_KrakenRefinesItsPriceStep_TakesALevelBetweenTheOldStepsAndStillDoesAfterARestart()
    {
        await using ReferenceWorld world = await ReferenceWorld.StartAsync(BinanceMarketKind.Spot);
        await world.ChargeAsync(ReferenceWorld.KrakenId, 0.0003m);
        await TakesFinerLevelsAsync(world, ReferenceWorld.KrakenId);
    }

    [Fact]
    public async Task Buy_KrakenSuspendsThePair_RefusesItByName()
    {
        await using ReferenceWorld world = await ReferenceWorld.StartAsync(BinanceMarketKind.Spot);
        await world.ChargeAsync(ReferenceWorld.KrakenId, 0.0003m);
        await world.CloseAsync(ReferenceWorld.KrakenId, "cancel_only");
        (int venue, _, RouteDecision decision) = await world.BuyAsync();
        Assert.Equal(ReferenceWorld.BinanceId, venue);
        Refusal refusal = decision.Slice.Books[ReferenceWorld.KrakenId].Unavailable!;
        Assert.Equal((RefusalReason.InstrumentClosed, "BTC/USD: cancel_only"), (refusal.Reason, refusal.Subject));
    }

    private static async Task TakesFinerLevelsAsync(ReferenceWorld world, int venue)
    {
        decimal between = await world.RefineAsync(venue);
        (int taken, decimal paid, _) = await world.BuyAsync();
        Assert.Equal((venue, between), (taken, paid));

        await world.RestartAsync();
        decimal deeper = await world.RefineAsync(venue);
        (taken, paid, _) = await world.BuyAsync();
        Assert.Equal((venue, deeper), (taken, paid));
    }
}
