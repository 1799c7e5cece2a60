using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>The taker fee that an account pays on an instrument, where its tier differs from the instrument's listed fee.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Rate">Plain fraction of the notional (0.0005 = 5 basis points); not negative.</param>
public sealed record AccountTakerRate(InstrumentId Instrument, decimal Rate);
