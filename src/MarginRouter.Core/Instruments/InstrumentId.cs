namespace MarginRouter.Core.Instruments;

/// <summary>An instrument (a tradable contract on one venue) by its place in <see cref="ReferenceData.Instruments"/>.</summary>
/// <param name="Value">Index from 0.</param>
public readonly record struct InstrumentId(int Value);
