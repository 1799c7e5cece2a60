using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search;

/// <summary>How an instrument's grid maps to its product's.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="PricePerTick">Pricing asset per base unit for one tick.</param>
/// <param name="ProductLotsPerLot">Product lots in one lot.</param>
internal readonly record struct InstrumentScale(Instrument Instrument, decimal PricePerTick, long ProductLotsPerLot);
