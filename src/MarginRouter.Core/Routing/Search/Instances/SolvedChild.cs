namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>A child of a solved instance.</summary>
/// <param name="Venue">Id of the venue.</param>
/// <param name="Subaccount">Id of the subaccount.</param>
/// <param name="Quantity">Base units, a multiple of the venue's lot; positive.</param>
public sealed record SolvedChild(string Venue, string Subaccount, decimal Quantity);
