using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>The figures of a scenario rule that hold for every underlying, in the number type of an evaluation.</summary>
internal sealed class ScenarioFigureSet<T>
    where T : struct, INumber<T>
{
    public ScenarioFigureSet(ScenarioRule rule)
    {
        MaintenanceFactor = T.CreateChecked(rule.GridIsMaintenance ? 1m : rule.OtherFactor);
        InitialFactor = T.CreateChecked(rule.GridIsMaintenance ? rule.OtherFactor : 1m);
        BorrowingFee = T.CreateChecked(rule.BorrowingFee);
        OneOptionExpiry = rule.Gaps.Contains(ScenarioGap.OptionSpreads);
        MinimumMultipliers = rule.MinimumMultipliers is { } multipliers ? new ChargeTable<T>(multipliers) : null;
        Mismatch = rule.Mismatch is { } mismatch ? new ChargeTable<T>(mismatch.Charges) : null;
        LeastQuotePrice = T.CreateChecked(rule.Mismatch?.LeastPrice ?? 0m);
    }

    /// <summary>Maintenance margin over what the scan gives; 1 when that is it.</summary>
    public T MaintenanceFactor { get; }

    /// <summary>Initial margin over what the scan gives; 1 when that is it.</summary>
    public T InitialFactor { get; }

    /// <summary>Fee of closing a borrowing, per unit of its value with its maintenance margin.</summary>
    public T BorrowingFee { get; }

    /// <summary>True when options of several expiries are refused.</summary>
    public bool OneOptionExpiry { get; }

    /// <summary>Multipliers on the raw minimum charge; null where there are none.</summary>
    public ChargeTable<T>? MinimumMultipliers { get; }

    /// <summary>Charge on hedges across stable currencies; null where there is none.</summary>
    public ChargeTable<T>? Mismatch { get; }

    /// <summary>Price below which a stable currency's charge is not known.</summary>
    public T LeastQuotePrice { get; }
}
