using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Tests.Funds;

/// <summary>What venues publish of their insurance funds reaches route costs over the venues' own protocols.</summary>
public sealed class FundTests
{
    [Fact]
    public async Task Buy_FundOfTheCheaperVenueIsDrained_GoesToTheOtherUntilItIsFilledAgain()
    {
        await using FundWorld world = await FundWorld.StartAsync();
        await world.KnownAsync(1_000_000m);
        (decimal bybit, decimal okx, RouteVenue? terms) = await world.BuyAsync();
        Assert.Equal((0.1m, 0m, 0m, FundState.Published), (bybit, okx, terms!.RiskBasisPoints, terms.Fund!.Value));

        world.Bybit.Exchange.Funds.Set(850_000m);
        await world.KnownAsync(850_000m);
        (bybit, okx, terms) = await world.BuyAsync();
        Assert.Equal((0m, 0.1m), (bybit, okx));
        Assert.Equal(FundWorld.Charge / 2m, terms!.RiskBasisPoints);

        world.Bybit.Exchange.Funds.Set(1_000_001m);
        await world.KnownAsync(1_000_001m);
        (bybit, okx, terms) = await world.BuyAsync();
        Assert.Equal((0.1m, 0m, 0m), (bybit, okx, terms!.RiskBasisPoints));
    }
}
