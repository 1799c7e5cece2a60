using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Configuration;

/// <summary>A subaccount at a venue and where its secrets are.</summary>
/// <param name="Subaccount">The subaccount.</param>
/// <param name="Name">Its name.</param>
/// <param name="Secrets">References of secrets by role (key and secret, or username and password): env:NAME or file:PATH.</param>
/// <param name="CompId">Our SenderCompID(49) of the account's session at a FIX venue; empty elsewhere.</param>
public sealed record VenueAccountSettings(SubaccountId Subaccount, string Name, ImmutableDictionary<string, string> Secrets, string CompId)
{
    /// <summary>Groups that it belongs to, for exposure limits: strategy, client, custodian, counterparty or any other.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Our SenderCompID(49) of the session that copies its reports at a FIX venue; null for none.</summary>
    public string? DropCopyCompId { get; init; }
}
