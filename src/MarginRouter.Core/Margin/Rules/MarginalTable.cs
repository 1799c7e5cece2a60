using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>A charge whose factor rises with size: each part of the size at its own row's factor.</summary>
/// <param name="Rows">Upper bound (null is open) and factor of each row; bounds rise.</param>
public sealed record MarginalTable(ImmutableArray<MarginalRow> Rows)
{
    /// <summary>The charge on a size that is not negative; null when the size lies beyond the last row.</summary>
    public decimal? Charge(decimal size)
    {
        decimal from = 0m;
        decimal charge = 0m;
        foreach (MarginalRow row in Rows)
        {
            if (row.To is not { } to || size <= to)
                return charge + ((size - from) * row.Factor);
            charge += (to - from) * row.Factor;
            from = to;
        }

        return null;
    }
}
