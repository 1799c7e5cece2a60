using System.Collections.Immutable;

namespace MarginRouter.Core.Instruments;

/// <summary>
/// What a desk trades: one base asset, wherever it is listed. A parent order names a product; the instruments that may serve it
/// are listed here. Quantities of a parent are whole numbers of the product's lot, prices are in its pricing asset per base unit.
/// </summary>
/// <param name="Id">Its place in the reference data.</param>
/// <param name="Symbol">The name desks use in Symbol(55), for example BTC-USD.</param>
/// <param name="Base">The asset bought or sold.</param>
/// <param name="Pricing">The asset in which limits, costs and averages are expressed.</param>
/// <param name="LotSize">Base units of one product lot; every instrument's base per lot is a whole multiple of it.</param>
/// <param name="Instruments">The spot and linear instruments that may fill it, in the order of configuration.</param>
public sealed record Product(
    ProductId Id,
    string Symbol,
    Asset Base,
    Asset Pricing,
    decimal LotSize,
    ImmutableArray<InstrumentId> Instruments)
{
    /// <summary>Converts base units to product lots; false when negative or not a whole number.</summary>
    public bool TryQuantity(decimal quantity, out QuantityLots lots)
    {
        lots = default;
        if (!GridStep.TryWhole(quantity, LotSize, out long value) || value < 0)
            return false;
        lots = new QuantityLots(value);
        return true;
    }

    /// <summary>Base units of a number of product lots.</summary>
    public decimal Quantity(QuantityLots lots) => lots.Value * LotSize;

    /// <summary>Product lots in one lot of an instrument of this product; throws when the grids do not fit.</summary>
    public long LotsPer(Instrument instrument)
    {
        decimal ratio = instrument.BasePerLot / LotSize;
        return ratio == decimal.Truncate(ratio) && ratio >= 1
            ? (long)ratio
            : throw new InvalidOperationException($"{instrument.Symbol}: {instrument.BasePerLot} is no multiple of the lot {LotSize} of {Symbol}");
    }
}
