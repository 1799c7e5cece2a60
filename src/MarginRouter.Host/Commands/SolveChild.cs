namespace MarginRouter.Host.Commands;

/// <summary>A child in the oracle's result format.</summary>
/// <param name="Venue">Venue id.</param>
/// <param name="Subaccount">Subaccount id.</param>
/// <param name="Qty">Base units.</param>
internal sealed record SolveChild(string Venue, string Subaccount, decimal Qty);
