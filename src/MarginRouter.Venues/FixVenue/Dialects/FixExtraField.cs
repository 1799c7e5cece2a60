namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>A field that a venue wants beside the standard's.</summary>
/// <param name="Tag">Its tag; positive.</param>
/// <param name="Value">Its value; printable ASCII, not empty.</param>
public readonly record struct FixExtraField(int Tag, string Value);
