namespace MarginRouter.Venues.Trading;

/// <summary>The answer to an order.</summary>
/// <param name="Outcome">What it says.</param>
/// <param name="VenueOrderId">The venue's id when it was accepted, else empty.</param>
/// <param name="Code">The venue's code when it was not accepted.</param>
/// <param name="Message">The venue's words then.</param>
internal readonly record struct PlaceAnswer(PlaceOutcome Outcome, string VenueOrderId, string Code, string Message)
{
    public static PlaceAnswer Accepted(string venueOrderId) => new(PlaceOutcome.Accepted, venueOrderId, "", "");

    public static PlaceAnswer Refused(string code, string message) => new(PlaceOutcome.Refused, "", code, message);

    public static PlaceAnswer Unknown(string code, string message) => new(PlaceOutcome.Unknown, "", code, message);
}
