using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Accounts;

/// <summary>A position as a simulated venue keeps it.</summary>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Quantity">Signed size in contracts (base units for a margined spot pair).</param>
/// <param name="EntryPrice">Average entry price in the quote asset; zero when flat.</param>
/// <param name="Leverage">Leverage chosen for it; at least 1.</param>
/// <param name="UpdatedAt">Venue time of the last change.</param>
public sealed record SimulatedPosition(Instrument Instrument, decimal Quantity, decimal EntryPrice, decimal Leverage, Instant UpdatedAt)
{
    /// <summary>True when margin of its own stands for it.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Margin put aside for it alone, in its settlement asset; zero in cross margin.</summary>
    public decimal IsolatedMargin { get; init; }

    /// <summary>Profit or loss at a price, not yet in the wallet, in the settlement asset.</summary>
    public decimal UnrealisedProfit(decimal price) => (price - EntryPrice) * Quantity * Instrument.Multiplier;

    /// <summary>Value at a price in the quote asset; not negative.</summary>
    public decimal Notional(decimal price) => Math.Abs(Quantity) * Instrument.Multiplier * price;

    /// <summary>Margin put aside after a fill: what closed frees its share, what opened takes its value over the leverage.</summary>
    internal decimal SetAside(SimulatedPosition after, decimal price, int decimals)
    {
        bool turns = Math.Sign(Quantity) != Math.Sign(after.Quantity);
        decimal kept = turns ? 0m : Math.Min(Math.Abs(Quantity), Math.Abs(after.Quantity));
        decimal share = Quantity == 0m ? 0m : IsolatedMargin * kept / Math.Abs(Quantity);
        decimal opened = (Math.Abs(after.Quantity) - kept) * Instrument.Multiplier * price / Leverage;
        return Math.Round(share + opened, decimals, MidpointRounding.ToEven);
    }

    /// <summary>The position after a fill.</summary>
    /// <param name="signedQuantity">Positive for a buy.</param>
    /// <param name="price">Fill price.</param>
    /// <param name="at">Venue time.</param>
    /// <param name="realised">Profit or loss that the fill realises, not rounded.</param>
    internal SimulatedPosition After(decimal signedQuantity, decimal price, Instant at, out decimal realised)
    {
        decimal quantity = Quantity + signedQuantity;
        bool adds = Quantity == 0 || Math.Sign(Quantity) == Math.Sign(signedQuantity);
        decimal closed = adds ? 0 : Math.Min(Math.Abs(signedQuantity), Math.Abs(Quantity)) * Math.Sign(Quantity);
        realised = (price - EntryPrice) * closed * Instrument.Multiplier;
        decimal entry = EntryPrice;
        if (quantity == 0)
            entry = 0;
        else if (adds)
            entry = ((EntryPrice * Math.Abs(Quantity)) + (price * Math.Abs(signedQuantity))) / Math.Abs(quantity);
        else if (Math.Sign(quantity) != Math.Sign(Quantity))
            entry = price;
        return this with { Quantity = quantity, EntryPrice = entry, UpdatedAt = at };
    }
}
