using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Portfolio accounts with options and dated futures route: offsets count, and what is missing of them refuses by name.</summary>
public sealed class OptionDeskTests
{
    public static TheoryData<string> Portfolios => ["okx/portfolio", "bybit/uta-portfolio"];

    [Theory]
    [MemberData(nameof(Portfolios))]
    public void Decide_PerpetualAgainstPutsHeld_TakesWhatTheOffsetAllowsAndNoLotMore(string name)
    {
        OptionDesk bare = Opened(OptionDesk.Completed(name), puts: 0m);
        decimal alone = bare.Size(bare.Decide("SWAP", Side.Buy, 40m));
        OptionDesk hedged = Opened(OptionDesk.Completed(name), puts: 4m);
        RouteDecision decision = hedged.Decide("SWAP", Side.Buy, 40m);
        decimal size = hedged.Size(decision);
        Assert.True(size > alone + 1m, $"{size} with puts, {alone} without");
        Assert.Null(decision.Margins.Single().Unknown);

        // The margin command judges the same book the same way, to the lot.
        MarginFigures last = Figures(hedged, "BTC-USDT-SWAP", Side.Buy, size);
        MarginFigures over = Figures(hedged, "BTC-USDT-SWAP", Side.Buy, size + 0.01m);
        Assert.True(Utilisation(last) <= OptionDesk.Limit, $"{size}: {Utilisation(last)}");
        Assert.True(Utilisation(over) > OptionDesk.Limit, $"{size}: {Utilisation(over)}");

        // Selling against puts held adds to the same direction: there is less room than for buying.
        OptionDesk other = Opened(OptionDesk.Completed(name), puts: 4m);
        Assert.True(other.Size(other.Decide("SWAP", Side.Sell, 40m)) < size);
    }

    [Theory]
    [MemberData(nameof(Portfolios))]
    public void Decide_DatedFutureAgainstThePerpetual_PaysTheBasisOfItsExpiryOnly(string name)
    {
        OptionDesk bare = Opened(OptionDesk.Completed(name), puts: 0m);
        decimal alone = bare.Size(bare.Decide("FUTURE", Side.Sell, 100m));
        OptionDesk spread = Opened(OptionDesk.Completed(name), puts: 0m, perpetual: 3m);
        decimal size = spread.Size(spread.Decide("FUTURE", Side.Sell, 100m));

        // Three coins of the short are covered by the perpetual held but for the basis of both expiries.
        Assert.InRange(size - alone, 1.5m, 3m);
        MarginFigures last = Figures(spread, "BTC-USDT-270101", Side.Sell, size, perpetual: 3m);
        MarginFigures over = Figures(spread, "BTC-USDT-270101", Side.Sell, size + 0.01m, perpetual: 3m);
        Assert.True(Utilisation(last) <= OptionDesk.Limit && Utilisation(over) > OptionDesk.Limit, $"{size}: {Utilisation(last)}, {Utilisation(over)}");
    }

    [Theory]
    [InlineData("okx/portfolio", "options of BTC in okx/portfolio: volatility moves of the scan between 0, 30 and 60 days (MR1)")]
    [InlineData("bybit/uta-portfolio", "charge on contracts of BTC in bybit/uta-portfolio: factor of the perpetual and futures contingency")]
    public void Decide_RuleFileThatLacksFigures_NamesThem(string name, string subject)
    {
        OptionDesk desk = Opened(RuleFiles.Load(name), puts: 4m, perpetual: 1m);
        RouteDecision decision = desk.Decide("SWAP", Side.Buy, 1m);
        Assert.Empty(decision.Children);
        Assert.StartsWith(subject, decision.Margins.Single().Unknown!.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_VolatilityMissingStaleOrWithdrawn_RefusesByNameAndFlattensOnly()
    {
        OptionDesk desk = new(OptionDesk.Completed("okx/portfolio"));
        desk.Hold(1m, 0m, 4m);
        desk.MarkContracts();
        desk.MarkPut(volatility: null);
        Assert.Equal(new Refusal(RefusalReason.PriceMissing, "implied volatility of BTC-USDT-270101-60000-P"), Unknown(desk.Decide("SWAP", Side.Buy, 1m)));
        desk.MarkPut();
        Assert.Equal(1m, desk.Size(desk.Decide("SWAP", Side.Buy, 1m)));
        OptionDesk aged = Opened(OptionDesk.Completed("okx/portfolio"), puts: 4m, perpetual: 1m);
        aged.Wait(20_000);
        Refusal stale = Unknown(aged.Decide("SWAP", Side.Buy, 1m))!;
        Assert.Equal(RefusalReason.PriceStale, stale.Reason);
        Assert.Equal("implied volatility of BTC-USDT-270101-60000-P, age in ms", stale.Subject);
        Assert.True(stale.Required > stale.Threshold && stale.Threshold == 10_000m, $"{stale}");
        aged.MarkPut();
        Assert.Null(Unknown(aged.Decide("SWAP", Side.Buy, 0.1m)));
        aged.MarkPut(volatility: 0m);
        Assert.Equal(RefusalReason.PriceMissing, Unknown(aged.Decide("SWAP", Side.Buy, 0.1m))!.Reason);

        // Selling what is held shrinks the position, which needs no margin figure.
        Assert.True(aged.Size(aged.Decide("SWAP", Side.Sell, 0.5m)) > 0m);
    }

    [Fact]
    public void Decide_AfterExpiry_NamesTheContractThatIsOver()
    {
        OptionDesk desk = Opened(OptionDesk.Completed("okx/portfolio"), puts: 4m);
        desk.Wait((long)(OptionDesk.Years * 365m * 86_400_000m));
        desk.MarkPut();
        Assert.Equal(new Refusal(RefusalReason.InstrumentExpired, "BTC-USDT-270101-60000-P"), Unknown(desk.Decide("SWAP", Side.Buy, 1m)));
    }

    [Fact]
    public void Decide_UnderAStressLimit_CountsOptionsAtTheirStressedVolatility()
    {
        decimal[] sizes =
        [
            .. new[] { 0m, 1m }.Select(volatility =>
            {
                OptionDesk desk = new(OptionDesk.Completed("okx/portfolio"), Crash(volatility), [new StressFloor("crash", 0.6m)]);
                desk.Hold(0m, 0m, 2m);
                desk.MarkContracts();
                desk.MarkPut();
                return desk.Size(desk.Decide("SWAP", Side.Buy, 40m));
            }),
        ];

        // Puts gain more in a crash in which volatility doubles, so that more of the perpetual passes.
        Assert.True(sizes[0] > 0.5m && sizes[1] > sizes[0] + 0.05m, string.Join(", ", sizes));
    }

    [Fact]
    public void Decide_ForwardAboveTheIndex_MovesTheDeltaOfThePut()
    {
        decimal[] sizes =
        [
            .. new[] { 60_000m, 75_000m }.Select(forward =>
            {
                OptionDesk desk = new(OptionDesk.Completed("okx/portfolio"));
                desk.Hold(0m, 0m, 4m);
                desk.MarkContracts();
                desk.MarkPut(forward: forward);
                return desk.Size(desk.Decide("SWAP", Side.Buy, 40m));
            }),
        ];

        // A put that the forward has left far out of the money hedges less.
        Assert.True(sizes[1] < sizes[0] - 0.1m, string.Join(", ", sizes));
    }

    private static OptionDesk Opened(Core.Margin.Rules.MarginRuleSet rules, decimal puts, decimal perpetual = 0m)
    {
        OptionDesk desk = new(rules);
        desk.Hold(perpetual, 0m, puts);
        desk.MarkContracts();
        desk.MarkPut();
        return desk;
    }

    private static Refusal? Unknown(RouteDecision decision) => decision.Margins.Single().Unknown;

    private static decimal Utilisation(MarginFigures figures) => figures.Margin!.Utilisation!.Value;

    private static MarginFigures Figures(OptionDesk desk, string instrument, Side side, decimal size, decimal perpetual = 0m)
    {
        decimal puts = instrument == "BTC-USDT-SWAP" ? 4m : 0m;
        MarginCase? read = ScenarioCaseText.Read(desk.Case(perpetual, 0m, puts, OptionDesk.Fill(instrument, side, size)), out ImmutableArray<Core.Margin.Rules.RuleSetError> errors);
        Assert.Empty(errors);
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(read! with { Rules = desk.Rules }, out Refusal? refusal);
        Assert.Null(refusal);
        return figures!;
    }

    private static StressTable Crash(decimal volatility) => new([new StressSet
    {
        Name = "test",
        AsOf = new DateOnly(2026, 1, 1),
        Sources = ["test"],
        Pegged = ["USD", "USDT", "USDC"],
        Rules =
        [
            new StressRule
            {
                Name = "crash",
                Market = new MarketMove(-0.2m, ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal).Add("BTC", 1m), 1m),
                Beside = new StressScenario { Name = "crash", VolatilityMove = volatility },
            },
        ],
    }]);
}
