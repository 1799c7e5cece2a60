using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.MarketData;

/// <summary>A level of one venue's book on the common scale of a product.</summary>
/// <param name="Venue">The venue that shows it.</param>
/// <param name="Instrument">The instrument that it belongs to.</param>
/// <param name="Price">Price in the product's pricing asset per base unit, fees not included; positive.</param>
/// <param name="Quantity">Size in product lots; positive.</param>
public readonly record struct ConsolidatedLevel(VenueId Venue, InstrumentId Instrument, decimal Price, QuantityLots Quantity);
