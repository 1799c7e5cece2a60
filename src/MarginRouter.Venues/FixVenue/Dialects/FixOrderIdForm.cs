namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>What a venue's ClOrdID (11) may look like. Both forms carry our child id and are read back after a restart.</summary>
public enum FixOrderIdForm
{
    /// <summary>Our own text: letters, digits, hyphen and underscore.</summary>
    Text = 1,

    /// <summary>A version 4 UUID whose first 48 bits are the time in units of ten microseconds, always rising; the child id is in the rest.</summary>
    TimeUuid = 2,
}
