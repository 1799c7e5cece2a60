using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>A charge whose factor rises with size, in the number type of an evaluation.</summary>
internal sealed class ChargeTable<T>
    where T : struct, INumber<T>
{
    private readonly T first;
    private readonly T factor;
    private readonly bool bounded;
    private readonly (bool Bounded, T To, T Factor)[] rows;

    public ChargeTable(MarginalTable table)
    {
        rows = [.. table.Rows.Select(row => (row.To is not null, T.CreateChecked(row.To ?? 0m), T.CreateChecked(row.Factor)))];
        (bounded, first, factor) = rows.Length == 0 ? (true, -T.One, T.Zero) : rows[0];
    }

    /// <summary>The charge on a size that is not negative; false when it lies beyond the last row.</summary>
    public bool TryCharge(T size, out T charge)
    {
        charge = size * factor;
        return !bounded || size <= first || TryBeyond(size, out charge);
    }

    private bool TryBeyond(T size, out T charge)
    {
        T from = T.Zero;
        charge = T.Zero;
        foreach (ref readonly (bool Bounded, T To, T Factor) row in rows.AsSpan())
        {
            if (!row.Bounded || size <= row.To)
            {
                charge += (size - from) * row.Factor;
                return true;
            }

            charge += (row.To - from) * row.Factor;
            from = row.To;
        }

        charge = T.Zero;
        return false;
    }
}
