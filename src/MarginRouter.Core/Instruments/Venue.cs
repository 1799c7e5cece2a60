namespace MarginRouter.Core.Instruments;

/// <summary>A place that accepts orders (FIX tags 100, 207, 30).</summary>
/// <param name="Id">Its place in the reference data.</param>
/// <param name="Name">Its configured name, unique, used in reports and in LastMkt(30).</param>
public sealed record Venue(VenueId Id, string Name);
