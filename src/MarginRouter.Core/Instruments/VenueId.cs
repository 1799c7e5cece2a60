namespace MarginRouter.Core.Instruments;

/// <summary>A venue by its place in <see cref="ReferenceData.Venues"/>.</summary>
/// <param name="Value">Index from 0.</param>
public readonly record struct VenueId(int Value);
