namespace MarginRouter.Core.Margin.Books;

/// <summary>
/// One way of a liquidation search. Requirement less equity is a + b f + c / f in a price factor f for linear and inverse contracts,
/// collateral and debts, between the breakpoints of their tables. Each stretch is fitted by that formula: where it fits, its root is the
/// answer and its lack of a root proves that there is none; where it does not (a kink, an option), the stretch is halved.
/// </summary>
internal sealed class LiquidationWay
{
    private const int Halvings = 64;

    /// <summary>A stretch so narrow, relative to where it lies, is not halved further.</summary>
    private const decimal Narrow = 0.000001m;

    /// <summary>Share of a stretch that is left out at its ends, so that a breakpoint lies on neither side of it by rounding.</summary>
    private const decimal Rim = 0.000000000000000001m;

    /// <summary>Share of a stretch around a root of the formula within which the exact crossing is sought.</summary>
    private const decimal Bracket = 0.000001m;

    /// <summary>Largest error of a formula, over the largest amount, that counts as its being exact.</summary>
    private const decimal Exact = 0.000000000001m;

    private readonly Func<decimal, decimal?> excess;
    private decimal safe = 1m;
    private bool ended;

    public LiquidationWay(Func<decimal, decimal?> excess) => this.excess = excess;

    /// <summary>True when a rule is missing further on: nothing is claimed there.</summary>
    public bool Ended => ended;

    /// <summary>The first factor that liquidates; null when none does or a rule is missing on the way.</summary>
    /// <param name="knots">Ends of the stretches, 1 first.</param>
    public decimal? First(ReadOnlySpan<decimal> knots)
    {
        for (int i = 1; i < knots.Length && !ended; i++)
        {
            if (Within(knots[i - 1], knots[i]) is { } found)
                return found;
        }

        return null;
    }

    /// <summary>The first factor of a stretch that liquidates; null when none does or a rule is missing in it. Stretches are asked in their order.</summary>
    public decimal? Within(decimal near, decimal far)
    {
        decimal width = far - near;
        bool narrow = Math.Abs(width) <= Narrow * near;
        decimal[] at = [near + (width * Rim), near + (width / 4m), near + (width / 2m), far - (width / 4m), far - (width * Rim)];
        decimal[] found = new decimal[at.Length];
        for (int i = 0; i < at.Length; i++)
        {
            if (excess(at[i]) is not { } known)
            {
                ended = narrow || i == 0;
                return ended ? null : Halved(near, far);
            }

            found[i] = known;
            if (known >= 0m && (i == 0 || narrow))
                return Cross(i == 0 ? safe : at[i - 1], at[i]);
        }

        if (narrow)
        {
            safe = at[^1];
            return null;
        }

        ExcessFormula formula = ExcessFormula.Through(at, found);
        decimal error = formula.Error(at, found);
        decimal? root = formula.Root(at[0], at[^1]);
        bool certain = error <= Exact || 4m * error < formula.Least(at[0], at[^1]);
        if (root is null && certain && !Array.Exists(found, one => one >= 0m))
        {
            safe = at[^1];
            return null;
        }

        if (root is { } crossing && error <= Exact && Bracketed(crossing, width * Bracket) is { } exact)
            return exact;
        return Halved(near, far);
    }

    private decimal? Halved(decimal near, decimal far)
    {
        decimal middle = (near + far) / 2m;
        return Within(near, middle) ?? (ended ? null : Within(middle, far));
    }

    private decimal? Bracketed(decimal crossing, decimal reach)
    {
        decimal before = crossing - reach;
        decimal after = crossing + reach;
        return excess(before) < 0m && excess(after) >= 0m ? Cross(before, after) : null;
    }

    /// <summary>The crossing between a safe and a liquidated factor, to the last digits.</summary>
    private decimal Cross(decimal before, decimal after)
    {
        for (int i = 0; i < Halvings; i++)
        {
            decimal middle = (before + after) / 2m;
            if (excess(middle) >= 0m)
                after = middle;
            else
                before = middle;
        }

        return after;
    }
}
