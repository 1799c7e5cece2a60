namespace MarginRouter.Venues.Trading;

/// <summary>The answer to an order, or to a change of one.</summary>
/// <param name="Outcome">What it says.</param>
/// <param name="VenueOrderId">The venue's id when it was accepted, else empty.</param>
/// <param name="Code">The venue's code when it was not accepted.</param>
/// <param name="Message">The venue's words then.</param>
public readonly record struct PlaceAnswer(PlaceOutcome Outcome, string VenueOrderId, string Code, string Message)
{
    /// <summary>The venue has it.</summary>
    public static PlaceAnswer Accepted(string venueOrderId) => new(PlaceOutcome.Accepted, venueOrderId, "", "");

    /// <summary>The venue refused it.</summary>
    public static PlaceAnswer Refused(string code, string message) => new(PlaceOutcome.Refused, "", code, message);

    /// <summary>It may have had effect.</summary>
    public static PlaceAnswer Unknown(string code, string message) => new(PlaceOutcome.Unknown, "", code, message);

    /// <summary>It certainly did not leave.</summary>
    public static PlaceAnswer Unsent(string reason) => new(PlaceOutcome.Unsent, "", "", reason);
}
