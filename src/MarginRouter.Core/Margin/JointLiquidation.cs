using MarginRouter.Core.Margin.Books;

namespace MarginRouter.Core.Margin;

/// <summary>
/// How much of a joint move an account survives. The way is cut into short stretches, each of which is fitted by a formula: it proves that
/// there is no crossing in it, brackets the crossing, or is halved (<see cref="LiquidationWay"/>).
/// </summary>
internal static class JointLiquidation
{
    private const decimal Ratio = 1.03m;
    private const decimal Most = 1_000m;

    /// <summary>The least share of the move that liquidates: zero when it is due already, null when margin is unknown on the way or no share does.</summary>
    public static decimal? Share(IMarginModel model, AccountQuestion question, JointMove move)
    {
        decimal far = Math.Min(move.Farthest ?? Most, Most);
        if (model.Excess(question) is not { } today)
            return null;
        if (today >= 0m)
            return 0m;
        List<decimal> knots = [1m];
        for (decimal reach = Ratio; reach < 1m + far; reach *= Ratio)
            knots.Add(reach);
        knots.Add(1m + far);

        // The search runs in one plus the share, which like a price factor begins at one.
        return new LiquidationWay(reach => Excess(model, question, move, reach - 1m)).First(knots.ToArray()) - 1m;
    }

    private static decimal? Excess(IMarginModel model, AccountQuestion question, JointMove move, decimal share) =>
        model.Excess(question with { Prices = move.Apply(question.Reference, question.Prices, share), BeyondTables = true });
}
