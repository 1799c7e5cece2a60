namespace MarginRouter.Simulation.FixVenue;

/// <summary>A client that may log on to a simulated FIX venue, with one session.</summary>
public sealed record FixVenueClientOptions
{
    /// <summary>The client's CompID: SenderCompID (49) of its messages; unique in the venue.</summary>
    public required string CompId { get; init; }

    /// <summary>Username (553) that its Logon must carry.</summary>
    public required string Username { get; init; }

    /// <summary>Password (554) that its Logon must carry.</summary>
    public required string Password { get; init; }

    /// <summary>
    /// Names of the accounts it may trade, as Account (1); the first is meant by a message that names none. Empty for a session that
    /// takes market data only.
    /// </summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];
}
