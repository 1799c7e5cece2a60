using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Models;

/// <summary>The pieces of a tiered contract, which rest on its table, price and leverage and on no position.</summary>
/// <param name="Table">The tiers.</param>
/// <param name="MarkValue">Value of a lot at the mark, in the quote asset.</param>
/// <param name="Rate">Price of the quote asset in the reporting currency.</param>
/// <param name="Leverage">The chosen leverage.</param>
/// <param name="Maintenance">Maintenance margin.</param>
/// <param name="Initial">Initial margin of positions and orders.</param>
/// <param name="Size">Notional of positions and orders.</param>
internal sealed record TieredPieces(
    TierTable Table, decimal MarkValue, decimal Rate, decimal Leverage, LimitPiece[] Maintenance, LimitPiece[] Initial, LimitPiece[] Size)
{
    /// <summary>True when they are for these figures, their last digits included.</summary>
    public bool IsFor(TierTable table, decimal markValue, decimal rate, decimal leverage) =>
        ReferenceEquals(Table, table) && IsSame(MarkValue, markValue) && IsSame(Rate, rate) && IsSame(Leverage, leverage);

    private static bool IsSame(decimal left, decimal right) => left == right && left.Scale == right.Scale;
}
