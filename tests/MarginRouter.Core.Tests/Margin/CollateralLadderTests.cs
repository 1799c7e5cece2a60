using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Collateral;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class CollateralLadderTests
{
    private static readonly ImmutableArray<CollateralAsset> Assets =
        [Held("USDC", 3_000m, 1m, 0.999m), Held("BTC", 0.1m, 50_000m, 0.95m), Held("ETH", 2m, 2_500m, 0.9m)];

    private static readonly CollateralLimits Limits = new()
    {
        Order = [new Asset("USDC"), new Asset("ETH")],
        Stable = [new Asset("USDC")],
    };

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(2_997, 3_000, 0, 0)]
    [InlineData(3_447, 3_000, 500, 0)]
    [InlineData(10_000, 3_000, 5_000, 2_503)]
    public void Cover_InTheOrderOfTheLimits_SellsAtEachWeight(int hole, int stable, int ether, int left)
    {
        ImmutableArray<CollateralUse> uses = CollateralLadder.Cover(Limits, Assets, hole, out decimal missing);
        decimal Value(string code) => uses.Where(use => use.Asset.Code == code).Sum(use => use.Value);
        Assert.Equal(stable, Value("USDC"));
        Assert.Equal(ether, Math.Round(Value("ETH"), 12));
        Assert.Equal(0m, Value("BTC"));
        Assert.Equal(left, Math.Round(missing, 12));
        Assert.Equal(hole - missing, uses.Sum(use => use.Covers));
    }

    [Theory]
    [InlineData("0.2", "0.4", null)]
    [InlineData("0.3", "1", "share in stable assets")]
    [InlineData("0.2", "0.38", "share in BTC")]
    public void Check_OwnLimits_NameTheFirstThatIsBroken(string stable, string largest, string? broken)
    {
        CollateralLimits limits = Limits with
        {
            LeastStableShare = decimal.Parse(stable, System.Globalization.CultureInfo.InvariantCulture),
            LargestShare = decimal.Parse(largest, System.Globalization.CultureInfo.InvariantCulture),
        };
        Refusal? refusal = CollateralLadder.Check(limits, Assets);
        Assert.Equal(broken, refusal?.Subject);
        if (broken is not null)
            Assert.Equal(RefusalReason.CollateralMix, refusal!.Reason);
    }

    [Fact]
    public void Check_NothingHeld_BreaksNothing() => Assert.Null(CollateralLadder.Check(Limits with { LeastStableShare = 1m }, []));

    private static CollateralAsset Held(string code, decimal quantity, decimal price, decimal weight) =>
        new(new Asset(code), quantity, price, new HaircutTable([new HaircutTier(0m, null, weight)]), HaircutUnit.Value);
}
