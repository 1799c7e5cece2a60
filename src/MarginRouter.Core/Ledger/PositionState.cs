using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>One position of the ledger: signed lots, average entry, leverage last stated.</summary>
internal sealed class PositionState
{
    public PositionState(Instrument instrument) => Instrument = instrument;

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; }

    /// <summary>Signed lots.</summary>
    public PositionLots Quantity { get; private set; }

    /// <summary>Average entry price; zero when flat.</summary>
    public decimal EntryPrice { get; private set; }

    /// <summary>The leverage that the venue last stated; null when it never did.</summary>
    public decimal? Leverage { get; private set; }

    /// <summary>Margin put aside for it alone, in the settlement asset; null in cross margin. A fill moves it: what opens takes value over leverage, what closes frees its share.</summary>
    public decimal? IsolatedMargin { get; private set; }

    /// <summary>Place in the venue's queue for auto-deleveraging as last stated for this side; a fill that closes or turns the position ends it.</summary>
    public AdlRank? AdlRank { get; private set; }

    /// <summary>True when there is nothing to say: flat and no leverage known.</summary>
    public bool IsEmpty => Quantity.IsFlat && Leverage is null;

    /// <summary>Takes the venue's statement. A statement without a leverage leaves the one that was stated before.</summary>
    public void State(PositionLots quantity, decimal entryPrice, decimal? leverage, decimal? isolatedMargin, AdlRank? adlRank)
    {
        if (!quantity.IsFlat && entryPrice <= 0m)
            throw new InvalidOperationException($"{Instrument.Symbol}: a position of {quantity.Value} lots with entry price {entryPrice}");
        Quantity = quantity;
        EntryPrice = quantity.IsFlat ? 0m : entryPrice;
        Leverage = leverage ?? Leverage;
        IsolatedMargin = isolatedMargin;
        AdlRank = quantity.IsFlat ? null : adlRank;
    }

    /// <summary>Books a fill and gives the profit that it realised, in the settlement asset; negative is a loss.</summary>
    public decimal Apply(Side side, QuantityLots quantity, decimal price)
    {
        PositionLots before = Quantity;
        decimal entryBefore = EntryPrice;
        PositionLots after = before.After(side, quantity);
        long closed = Math.Sign(before.Value) == -side.Sign() ? Math.Min(before.Magnitude.Value, quantity.Value) : 0;
        decimal realised = closed == 0 ? 0m : Math.Sign(before.Value) * closed * (LotWorth(price) - LotWorth(entryBefore));
        if (after.IsFlat)
            EntryPrice = 0m;
        else if (closed == 0)
            EntryPrice = Averaged(before.Magnitude.Value, entryBefore, quantity.Value, price);
        else if (Math.Sign(after.Value) != Math.Sign(before.Value))
            EntryPrice = price;
        if (IsolatedMargin is { } aside)
            IsolatedMargin = SetAside(aside, before, after, closed, price);
        Quantity = after;
        if (Math.Sign(after.Value) != Math.Sign(before.Value))
            AdlRank = null;
        Conserve(before, entryBefore, side, quantity, price, realised);
        return realised;
    }

    private decimal? SetAside(decimal aside, PositionLots before, PositionLots after, long closed, decimal price)
    {
        long held = before.Magnitude.Value;
        decimal kept = held == 0 ? aside : aside * (held - closed) / held;
        long opened = after.Magnitude.Value - (held - closed);
        if (opened == 0)
            return kept;

        // Without a leverage nobody can say what the venue put aside: unknown until its next statement.
        return Leverage is { } leverage ? kept + (opened * Math.Abs(LotWorth(price)) / leverage) : null;
    }

    /// <summary>Cost of one long lot in the settlement asset: rises with the price for linear contracts and, as a negative, for inverse ones.</summary>
    private decimal LotWorth(decimal price) => IsInverse
        ? -(Instrument.LotSize * Instrument.Multiplier / price)
        : price * Instrument.BasePerLot;

    private bool IsInverse => Instrument.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture;

    private decimal Averaged(long held, decimal entry, long added, decimal price)
    {
        if (held == 0)
            return price;
        return IsInverse
            ? (held + added) / ((held / entry) + (added / price))
            : ((held * entry) + (added * price)) / (held + added);
    }

    /// <summary>What the position cost must account for the fill and the profit: cost after = cost before + cost of the fill + realised.</summary>
    private void Conserve(PositionLots before, decimal entryBefore, Side side, QuantityLots quantity, decimal price, decimal realised)
    {
        decimal costBefore = before.IsFlat ? 0m : before.Value * LotWorth(entryBefore);
        decimal costAfter = Quantity.IsFlat ? 0m : Quantity.Value * LotWorth(EntryPrice);
        decimal traded = side.Sign() * quantity.Value * LotWorth(price);
        decimal gap = Math.Abs(costAfter - (costBefore + traded + realised));
        decimal scale = Math.Abs(costBefore) + Math.Abs(traded) + 1m;
        if (gap > scale * 0.000000000001m)
            throw new InvalidOperationException($"{Instrument.Symbol}: postings of a fill leave {gap} over");
        if (!Quantity.IsFlat && EntryPrice <= 0m)
            throw new InvalidOperationException($"{Instrument.Symbol}: entry price {EntryPrice} after a fill at {price}");
    }
}
