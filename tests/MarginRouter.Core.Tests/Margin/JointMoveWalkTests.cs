using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>Liquidation along joint moves against a dense walk of fine steps: under every rule file, options and dated contracts included.</summary>
public sealed class JointMoveWalkTests
{
    /// <summary>Accounts a rule set and move; more where the environment says so (MARGINROUTER_WALK_DRAWS).</summary>
    private static int Draws { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MARGINROUTER_WALK_DRAWS"), NumberStyles.None, CultureInfo.InvariantCulture, out int draws) ? draws : 3;

    private const int Steps = 80;

    /// <summary>A walk that never liquidates ends here.</summary>
    private const decimal Far = 3m;

    private static readonly JointMove[] Moves =
    [
        Move("crash", ("BTC", -0.3m), ("ETH", -0.45m)),
        Move("rally", ("BTC", 0.5m), ("ETH", 0.4m)),
        Move("parting", ("BTC", 0.25m), ("ETH", -0.3m)),
    ];

    public static TheoryData<string> RuleSets => [.. RuleFiles.Names()];

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void LiquidationShare_EveryRuleFile_IsTheFirstCrossingOfADenseWalk(string name)
    {
        int found = 0;
        int none = 0;
        for (int draw = 1; draw <= Draws; draw++)
        {
            foreach ((IMarginModel model, AccountQuestion question, string world, JointMove move) in Asked(name, draw))
            {
                decimal? share = MarginAssessor.LiquidationShare(question.Reference, model, question.Account, question.Prices, move);
                if (share is 0m)
                    continue;
                decimal end = share ?? Math.Min(Far, move.Farthest ?? Far);
                for (int step = 0; step < Steps; step++)
                {
                    decimal at = end * step / Steps;
                    if (Excess(model, question, move, at) is not { } excess)
                        break;
                    Assert.True(excess < 0m, $"draw {draw} {move.Name}: {at} of {share} liquidates; {world}");
                }

                found += share is null ? 0 : 1;
                none += share is null ? 1 : 0;
                if (share is not { } crossing)
                    continue;
                Assert.True(Excess(model, question, move, crossing) >= 0m, $"draw {draw} {move.Name}: {share} does not liquidate; {world}");
                Assert.True(Excess(model, question, move, crossing * 0.999999999m) < 0m, $"draw {draw} {move.Name}: before {share} liquidates; {world}");
            }
        }

        Assert.True(found + none > 0 && (name is "okx/spot" or "unmargined/spot" || found > 0), $"{name}: {found} crossings, {none} moves without one");
    }

    /// <summary>A book with options and dated contracts where the rules know them, a quarter of its cash kept, and a book with debts.</summary>
    private static IEnumerable<(IMarginModel Model, AccountQuestion Question, string World, JointMove Move)> Asked(string name, int draw)
    {
        LiveCaseWorld live = new(name, draw);
        AccountQuestion poor = live.Question();
        poor = poor with { Account = poor.Account with { Balances = [.. poor.Account.Balances.Select(balance => balance with { Quantity = balance.Quantity / 4m })] } };
        foreach (JointMove move in Moves)
            yield return (MarginModelFactory.Create(live.Rules), poor, live.ToString(), move);
        if (!StatePropertyTests.RuleSets.Contains(name))
            yield break;
        StateWorld state = StateWorld.Strained(name, draw);
        foreach (JointMove move in Moves)
            yield return (state.Model, state.Question(FillStatePolicy.Final), state.ToString(), move);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.001)]
    [InlineData(0.0001)]
    [InlineData(0.00001)]
    public void LiquidationShare_BandThatEndsAtATierBound_IsFoundHoweverNarrow(double width)
    {
        // Long 10 at 60,000, a whole-position row of 5 % that ends where their value falls to 510,000, 1 % below it. The cash is such that
        // the account is liquidated from a little above that bound down to it, and not below it.
        const decimal Bound = (1m - (510_000m / 600_000m)) / 0.5m;
        StateWorld world = new("bybit/uta-cross", 1);
        MarginRuleSet rules = world.Rules.Rules;
        Asset coin = world.Account.Balances[^1].Asset;
        rules = rules with
        {
            Tiers = rules.Tiers.SetItem("ONE", new TierTable([new MarginTier(0m, 510_000m, 0.02m, 0.01m, 0m, 50m), new MarginTier(510_000m, null, 0.1m, 0.05m, 0m, 10m)])),
            Haircuts = rules.Haircuts.SetItem(coin.Code, new HaircutTable([new HaircutTier(0m, null, 1m)])),
            Book = rules.Book! with { Application = TierApplication.WholePosition },
        };
        IMarginModel model = MarginModelFactory.Create(rules);
        JointMove move = Move("fall", ("BTC", -0.5m), ("ETH", -0.5m));
        AccountQuestion With(decimal cash) => new(
            world.Reference,
            world.Account with
            {
                Balances = [new AssetBalance(coin, cash)],
                Positions = [new PositionSnapshot(new InstrumentId(0), new PositionLots(20), 60_000m, 10m)],
            },
            [],
            world.Prices,
            FillStatePolicy.Final);

        const decimal Above = Bound - 0.000000000001m;
        decimal missing = Excess(model, With(200_000m), move, Above)!.Value;
        AccountQuestion question = With(200_000m + missing - (510_000m * (decimal)width));
        Assert.True(Excess(model, question, move, Above) > 0m && Excess(model, question, move, Bound + 0.000000000001m) < 0m, "the band does not end at the bound");
        decimal? share = MarginAssessor.LiquidationShare(question.Reference, model, question.Account, question.Prices, move);
        Assert.NotNull(share);
        Assert.InRange(share.Value, Bound - (2.2m * (decimal)width), Above);
        Assert.True(Excess(model, question, move, share.Value) >= 0m && Excess(model, question, move, share.Value - 0.000000001m) < 0m, $"{share}");
    }

    private static decimal? Excess(IMarginModel model, AccountQuestion question, JointMove move, decimal share) =>
        model.Excess(question with { Prices = move.Apply(question.Reference, question.Prices, share), BeyondTables = true });

    private static JointMove Move(string name, params (string Code, decimal Factor)[] factors) =>
        new(name, factors.ToImmutableSortedDictionary(factor => factor.Code, factor => factor.Factor, StringComparer.Ordinal));
}
