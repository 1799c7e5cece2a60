namespace MarginRouter.Host.CheckVenue;

/// <summary>One step of a venue check.</summary>
/// <param name="Name">What was checked: configuration, secret, endpoint, book, mark, clock, statement, orders.</param>
/// <param name="Subject">Of what: an endpoint's name, an instrument, a subaccount.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Detail">What was found, with units, or why not.</param>
/// <param name="Milliseconds">Time from the beginning of the step until it was settled; null where nothing was waited for.</param>
internal sealed record VenueCheckStep(string Name, string Subject, VenueCheckOutcome Outcome, string Detail, double? Milliseconds = null);
