using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>What a route is judged by and what the margin command prints are the same figures, under every rule set.</summary>
public sealed class LiveCaseAgreementTests
{
    private const decimal Tolerance = 0.000000001m;

    public static TheoryData<string> RuleSets => [.. RuleFiles.Names()];

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Assess_RandomBooks_LiveAccountAndCaseAgree(string name)
    {
        int compared = 0;
        int withOptions = 0;
        Refusal? last = null;
        for (int seed = 1; seed <= 30; seed++)
        {
            LiveCaseWorld world = new(name, seed);
            MarginAssessment? live = world.Live(out Refusal? liveRefusal);
            MarginAssessment? stated = world.Case(out Refusal? caseRefusal);
            string context = $"seed {seed}: live {live?.Utilisation} {liveRefusal}, case {stated?.Utilisation} {caseRefusal}; {world}";
            Assert.True((live is null) == (stated is null), context);
            if (live is null || stated is null)
            {
                last = liveRefusal;
                continue;
            }

            // A case of one settlement coin stands in that coin, the live account in its reporting currency.
            decimal unit = stated.Equity == 0m || live.Equity == 0m ? 1m : world.Rules.Book?.PerSettlement == true ? live.Equity / stated.Equity : 1m;
            Assert.True(unit == 1m || Math.Abs(unit / world.Assets["BTC"] - 1m) < Tolerance, context + $" unit {unit}");
            Same(live.Equity, stated.Equity * unit, context);
            Same(live.MaintenanceMargin, stated.MaintenanceMargin * unit, context);
            Same(live.InitialMargin, stated.InitialMargin * unit, context);
            if (world.Rules.Book is not { NoInitial: true } and not { Scope: MarginScope.Isolated })
            {
                // Where margin is put aside for each position, a live account asks the free wallet for new orders only; where there is no initial margin, nothing is asked.
                Same(live.AcceptanceRequired, stated.AcceptanceRequired * unit, context);
                Same(live.AcceptanceAvailable, stated.AcceptanceAvailable * unit, context);
            }

            Assert.True((live.Utilisation is null) == (stated.Utilisation is null), context);
            if (live.Utilisation is { } utilisation)
                Same(utilisation, stated.Utilisation!.Value, context);
            compared++;
            withOptions += world.HasOptions ? 1 : 0;
        }

        Assert.True(compared >= 10, $"{name}: {compared}, else {last}");
        if (name is "okx/portfolio" or "bybit/uta-portfolio" or "deribit/portfolio" or "deribit/standard")
            Assert.True(withOptions >= 10, $"{name}: {withOptions} with options");
    }

    private static void Same(decimal live, decimal stated, string context) =>
        Assert.True(Math.Abs(live - stated) <= Tolerance * Math.Max(1m, Math.Abs(stated)), $"{live} but {stated}: {context}");
}
