using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Core.Tests.Margin.Stress;

/// <summary>A live price vector in a scenario.</summary>
public sealed class StressScenarioTests
{
    private static readonly Asset Usd = new("USD");
    private static readonly ImmutableSortedDictionary<string, decimal> None = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    [Fact]
    public void Apply_Calm_ChangesNothing() => Same(MarginWorld.Prices(0.9998m), StressScenario.Calm.Apply(MarginWorld.Reference, MarginWorld.Prices(0.9998m), Usd));

    [Theory]
    [InlineData("BTC", -0.3)]
    [InlineData("ETH", 0.5)]
    [InlineData("USDT", -0.14)]
    public void Apply_OneAsset_IsTheVectorMoved(string code, double move)
    {
        StressScenario scenario = new() { Name = "one", Moves = None.SetItem(code, (decimal)move) };
        Same(MarginWorld.Prices().Moved(MarginWorld.Reference, new Asset(code), 1m + (decimal)move), scenario.Apply(MarginWorld.Reference, MarginWorld.Prices(), Usd));
    }

    [Fact]
    public void Apply_Depeg_RaisesWhatIsQuotedInTheCoin()
    {
        StressScenario scenario = new() { Name = "depeg", Moves = None.SetItem("USDT", -0.2m) };
        PriceVector found = scenario.Apply(MarginWorld.Reference, MarginWorld.Prices(), Usd);
        Assert.Equal(75_000m, found.Mark(MarginWorld.Btc)!.Value.Value);
        Assert.Equal(60_000m, found.Mark(MarginWorld.MarginedBtc)!.Value.Value);
        Assert.Equal(0.8m, found.Value(new Asset("USDT"))!.Value.Value);
    }

    [Fact]
    public void Apply_DepegOfTheNumeraire_RaisesEverythingElse()
    {
        StressScenario scenario = new() { Name = "depeg", Moves = None.SetItem("USDT", -0.2m) };
        PriceVector found = scenario.Apply(MarginWorld.Reference, MarginWorld.Prices(), new Asset("USDT"));
        Assert.Equal(1m, found.Value(new Asset("USDT"))!.Value.Value);
        Assert.Equal(1.25m, found.Value(Usd)!.Value.Value);
        Assert.Equal(75_000m, found.Value(new Asset("BTC"))!.Value.Value);
    }

    [Fact]
    public void Apply_Basis_PartsContractsFromTheirUnderlying()
    {
        StressScenario scenario = new() { Name = "basis", PerpetualBasis = -0.05m, DatedBasis = -0.1m };
        PriceVector found = scenario.Apply(MarginWorld.Reference, MarginWorld.Prices(), Usd);
        Assert.Equal(57_000m, found.Mark(MarginWorld.Btc)!.Value.Value);
        Assert.Equal(60_000m, found.Mark(MarginWorld.SpotBtc)!.Value.Value);
        Assert.Equal(60_000m, found.Value(new Asset("BTC"))!.Value.Value);
    }

    [Fact]
    public void Apply_OtherMove_LeavesThePeggedAlone()
    {
        StressScenario scenario = new() { Name = "crash", Moves = None.SetItem("BTC", -0.3m), OtherMove = -0.6m, Pegged = ["USD", "USDT"] };
        PriceVector found = scenario.Apply(MarginWorld.Reference, MarginWorld.Prices(), Usd);
        Assert.Equal(42_000m, found.Mark(MarginWorld.Btc)!.Value.Value);
        Assert.Equal(1_200m, found.Mark(MarginWorld.Eth)!.Value.Value);
        Assert.Equal(1m, found.Value(new Asset("USDT"))!.Value.Value);
    }

    [Fact]
    public void Apply_MissingMark_StaysMissing()
    {
        StressScenario scenario = new() { Name = "down", Moves = None.SetItem("BTC", -0.3m) };
        PriceVector found = scenario.Apply(MarginWorld.Reference, MarginWorld.Prices(1m, (MarginWorld.Btc, null)), Usd);
        Assert.False(found.TryMark(MarginWorld.Reference[MarginWorld.Btc], out _, out _));
    }

    private static void Same(PriceVector expected, PriceVector found)
    {
        for (int i = 0; i < expected.InstrumentCount; i++)
            Assert.Equal(expected.Mark(new InstrumentId(i)), found.Mark(new InstrumentId(i)));
        Assert.Equal(expected.Assets, found.Assets);
    }
}
