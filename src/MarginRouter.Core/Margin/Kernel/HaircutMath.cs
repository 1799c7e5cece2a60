using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>How much of a size counts as collateral by the rows of a table.</summary>
internal static class HaircutMath
{
    /// <summary>The part that counts, in the unit of the size; what lies beyond the last row does not count.</summary>
    public static T Counted<T>(ReadOnlySpan<HaircutRow<T>> rows, T size)
        where T : struct, INumber<T>
    {
        T counted = T.Zero;
        foreach (ref readonly HaircutRow<T> row in rows)
        {
            T part = row.Part(size);
            if (part == T.Zero)
                break;
            counted += part * row.Weight;
        }

        return counted;
    }

    /// <summary>How much of a size lies in rows that count at all.</summary>
    public static T Within<T>(ReadOnlySpan<HaircutRow<T>> rows, T size)
        where T : struct, INumber<T>
    {
        T within = T.Zero;
        foreach (ref readonly HaircutRow<T> row in rows)
        {
            if (row.Weight > T.Zero)
                within += row.Part(size);
        }

        return within;
    }
}
