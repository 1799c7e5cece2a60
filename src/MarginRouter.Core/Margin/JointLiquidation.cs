namespace MarginRouter.Core.Margin;

/// <summary>
/// How much of a joint move an account survives. Requirement less equity need not be convex along it (whole-position tiers, collateral
/// that falls too), so the way is walked in steps and the first step over the line is halved until it is exact.
/// </summary>
internal static class JointLiquidation
{
    private const decimal FirstStep = 0.01m;
    private const decimal Growth = 1.01m;
    private const decimal Most = 1_000m;
    private const int Halvings = 80;

    /// <summary>The least share of the move that liquidates: zero when it is due already, null when margin is unknown on the way or no share does.</summary>
    public static decimal? Share(IMarginModel model, AccountQuestion question, JointMove move)
    {
        decimal far = Math.Min(move.Farthest ?? Most, Most);
        if (model.Excess(question) is not { } today)
            return null;
        if (today >= 0m)
            return 0m;
        decimal safe = 0m;
        for (decimal step = FirstStep; safe < far; step *= Growth)
        {
            decimal share = Math.Min(safe + step, far);
            if (Excess(model, question, move, share) is not { } excess)
                return null;
            if (excess >= 0m)
                return Halve(model, question, move, (safe, share));
            safe = share;
        }

        return null;
    }

    private static decimal? Halve(IMarginModel model, AccountQuestion question, JointMove move, (decimal Safe, decimal Over) way)
    {
        (decimal safe, decimal over) = way;
        for (int i = 0; i < Halvings; i++)
        {
            decimal middle = (safe + over) / 2m;
            if (middle == safe || middle == over)
                break;
            if (Excess(model, question, move, middle) >= 0m)
                over = middle;
            else
                safe = middle;
        }

        return over;
    }

    private static decimal? Excess(IMarginModel model, AccountQuestion question, JointMove move, decimal share) =>
        model.Excess(question with { Prices = move.Apply(question.Reference, question.Prices, share), BeyondTables = true });
}
