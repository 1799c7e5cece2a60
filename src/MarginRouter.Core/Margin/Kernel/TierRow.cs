using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>One row of a tier table in the number type of an evaluation.</summary>
internal readonly struct TierRow<T>
    where T : struct, INumber<T>
{
    public TierRow(MarginTier tier)
    {
        From = T.CreateChecked(tier.From);
        Bounded = tier.To is not null;
        To = T.CreateChecked(tier.To ?? 0m);
        HasInitial = tier.InitialRate is not null;
        InitialRate = T.CreateChecked(tier.InitialRate ?? 0m);
        MaintenanceRate = T.CreateChecked(tier.MaintenanceRate);
        Deduction = T.CreateChecked(tier.Deduction);
        RatePerUnit = T.CreateChecked(tier.RatePerUnit);
    }

    /// <summary>Lower bound of the size.</summary>
    public T From { get; }

    /// <summary>True when the row has an upper bound.</summary>
    public bool Bounded { get; }

    /// <summary>Upper bound, inclusive; zero when there is none.</summary>
    public T To { get; }

    /// <summary>True when the row states an initial rate.</summary>
    public bool HasInitial { get; }

    /// <summary>Initial margin rate; zero when there is none.</summary>
    public T InitialRate { get; }

    /// <summary>Maintenance rate.</summary>
    public T MaintenanceRate { get; }

    /// <summary>Amount that makes a marginal requirement continuous.</summary>
    public T Deduction { get; }

    /// <summary>What every unit of size adds to both rates.</summary>
    public T RatePerUnit { get; }
}
