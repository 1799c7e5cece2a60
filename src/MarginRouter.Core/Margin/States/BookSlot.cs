using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.States;

/// <summary>One instrument of an account that is read as a book.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Wallet">Place of the book that it stands in: one for each settlement coin, or one for all.</param>
/// <param name="Position">What is held, in contracts.</param>
/// <param name="Tiers">Its tier table; null for a spot pair.</param>
internal sealed record BookSlot(Instrument Instrument, int Wallet, BookPosition Position, TierTable? Tiers)
{
    /// <summary>Signed lots held; zero for a spot pair, whose holding is a balance.</summary>
    public decimal HeldLots { get; } = Position.IsSpot ? 0m : Position.Quantity / Instrument.LotSize;

    /// <summary>The largest size that the chosen leverage allows; null where nothing bounds it.</summary>
    public decimal? LargestAtLeverage { get; } = Position.Leverage is { } leverage ? Tiers?.LargestAt(leverage) : null;

    /// <summary>Size of a number of contracts in the unit of the tier table, at the mark.</summary>
    public decimal Size(TierUnit unit, decimal contracts) => Math.Abs(contracts) * PerContract(unit);

    /// <summary>
    /// Lots at which whole-position rates jump or the table ends, both ways, and a flat position.
    /// </summary>
    public IEnumerable<decimal> BendingLots(TierUnit unit, TierApplication application)
    {
        yield return 0m;
        if (Tiers is null)
            yield break;
        foreach (MarginTier tier in Tiers.Tiers)
        {
            bool bends = application != TierApplication.Marginal || tier == Tiers.Tiers[^1];
            if (!bends || tier.To is not { } bound)
                continue;
            decimal lots = bound / PerContract(unit) / Instrument.LotSize;
            yield return lots;
            yield return -lots;
        }
    }

    private decimal PerContract(TierUnit unit) => unit switch
    {
        TierUnit.Contracts => 1m,
        TierUnit.Notional => Position.Multiplier * (Position.IsInverse ? 1m : Position.Price),
        TierUnit.Coins => Position.Multiplier / (Position.IsInverse ? Position.Price : 1m),
    };
}
