using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>The mark price in a venue's statement.</summary>
/// <param name="Instrument">Whose mark.</param>
/// <param name="Price">In the quote asset; positive.</param>
public readonly record struct StatedMark(InstrumentId Instrument, decimal Price);
