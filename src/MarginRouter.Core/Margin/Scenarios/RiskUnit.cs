using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>All positions on one underlying: the figures of the rules for it, its columns, and what it came to in the last evaluation.</summary>
internal sealed class RiskUnit<T>
    where T : struct, INumber<T>
{
    /// <summary>How its lanes count: ordinary ones, filled up to whole blocks, in full; extreme ones in part, or up to a bound not at all.</summary>
    public required LaneParts<T> Parts;

    /// <summary>Totals and requirement of the last evaluation.</summary>
    public RiskPiece<T> Piece;

    /// <summary>Its place among the units.</summary>
    public required int Number { get; init; }

    /// <summary>Its legs, which stand together.</summary>
    public required RowRange Legs { get; init; }

    /// <summary>Its expiries among those of all units.</summary>
    public required RowRange Expiries { get; init; }

    /// <summary>Its quote currencies among those of all units.</summary>
    public required RowRange Quotes { get; init; }

    /// <summary>Its scenarios by lane: price move, and -1, 0 or 1 for the volatility. Ordinary ones first, then extreme ones; lanes that only fill a block move nothing.</summary>
    public required (decimal Move, int Volatility)[] Points { get; init; }

    /// <summary>Profit by lane in the last evaluation, hedging balances left out.</summary>
    public required T[] Profits { get; init; }

    /// <summary>Profit per unit of quantity by lane, one column for each net quantity; legs that gain alike share one.</summary>
    public required T[][] Columns { get; init; }

    /// <summary>Net quantities of the columns in the last full evaluation.</summary>
    public required T[] Nets { get; init; }

    /// <summary>The column of one unit of the underlying itself; empty where balances do not hedge.</summary>
    public required T[] HedgeColumn { get; init; }

    /// <summary>Price of the underlying in the reporting currency.</summary>
    public required T Index { get; init; }

    /// <summary>Balance that may hedge; zero where none may.</summary>
    public required T Balance { get; set; }

    /// <summary>Charge per unit of gross contract value.</summary>
    public required T ContractCharge { get; init; }

    /// <summary>Raw minimum charge per unit of gross contract value; zero where there is none.</summary>
    public required T MinimumCharge { get; init; }

    /// <summary>Delta beyond which the rules do not reach; meaningful when <see cref="DeltaBounded"/>.</summary>
    public required T LargestDelta { get; init; }

    /// <summary>Extreme loss beyond which the rules do not reach; meaningful when <see cref="Dampened"/>.</summary>
    public required T LargestExtreme { get; init; }

    /// <summary>True when the delta is bounded.</summary>
    public required bool DeltaBounded { get; init; }

    /// <summary>True when the rules say all of it whatever its size, so that nothing of it can be missing.</summary>
    public required bool IsSound { get; init; }

    /// <summary>True when extreme losses count nothing up to a bound.</summary>
    public bool Dampened => Parts.Apart;
}
