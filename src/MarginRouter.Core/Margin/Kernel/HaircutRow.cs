using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>One row of a collateral table in the number type of an evaluation.</summary>
internal readonly struct HaircutRow<T>
    where T : struct, INumber<T>
{
    public HaircutRow(HaircutTier tier)
    {
        From = T.CreateChecked(tier.From);
        Bounded = tier.To is not null;
        To = T.CreateChecked(tier.To ?? 0m);
        Weight = T.CreateChecked(tier.Weight);
    }

    /// <summary>Lower bound of the size.</summary>
    public T From { get; }

    /// <summary>True when the row has an upper bound.</summary>
    public bool Bounded { get; }

    /// <summary>Upper bound; zero when there is none.</summary>
    public T To { get; }

    /// <summary>Share of the part in this row that counts.</summary>
    public T Weight { get; }

    /// <summary>How much of a size lies in this row; not negative.</summary>
    public T Part(T size)
    {
        T upper = Bounded && To < size ? To : size;
        return upper > From ? upper - From : T.Zero;
    }
}
