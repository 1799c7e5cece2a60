namespace MarginRouter.Testing.Sessions;

/// <summary>Where an order stands at an invented venue.</summary>
internal enum VenueOrderPhase
{
    /// <summary>Sent, not there yet.</summary>
    OnItsWay = 1,

    /// <summary>At the venue.</summary>
    Working = 2,

    /// <summary>Filled or ended.</summary>
    Over = 3,

    /// <summary>Refused by the venue.</summary>
    Refused = 4,

    /// <summary>It never arrived and never will.</summary>
    NeverArrived = 5,
}
