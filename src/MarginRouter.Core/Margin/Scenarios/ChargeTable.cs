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

    /// <summary>The charge on a size that is not negative; null when it lies beyond the last row.</summary>
    public T? Charge(T size) => !bounded || size <= first ? size * factor : Beyond(size);

    private T? Beyond(T size)
    {
        T from = T.Zero;
        T charge = T.Zero;
        foreach (ref readonly (bool Bounded, T To, T Factor) row in rows.AsSpan())
        {
            if (!row.Bounded || size <= row.To)
                return charge + ((size - from) * row.Factor);
            charge += (row.To - from) * row.Factor;
            from = row.To;
        }

        return null;
    }
}
