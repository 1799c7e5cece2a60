using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>A charge whose factor rises with size, in the number type of an evaluation.</summary>
internal sealed class ChargeTable<T>
    where T : struct, INumber<T>
{
    private readonly (bool Bounded, T To, T Factor)[] rows;

    public ChargeTable(MarginalTable table) =>
        rows = [.. table.Rows.Select(row => (row.To is not null, T.CreateChecked(row.To ?? 0m), T.CreateChecked(row.Factor)))];

    /// <summary>The charge on a size that is not negative; false when it lies beyond the last row.</summary>
    public bool TryCharge(T size, out T charge)
    {
        T from = T.Zero;
        charge = T.Zero;
        foreach ((bool bounded, T to, T factor) in rows)
        {
            if (!bounded || size <= to)
            {
                charge += (size - from) * factor;
                return true;
            }

            charge += (to - from) * factor;
            from = to;
        }

        charge = T.Zero;
        return false;
    }
}
