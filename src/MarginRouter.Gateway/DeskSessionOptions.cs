namespace MarginRouter.Gateway;

/// <summary>The FIX session of one desk.</summary>
/// <param name="Desk">The desk's name in the firm.</param>
/// <param name="CompId">Its SenderCompID(49).</param>
/// <param name="Username">Username(553) that its Logon must carry.</param>
/// <param name="Password">Password(554) that its Logon must carry.</param>
public sealed record DeskSessionOptions(string Desk, string CompId, string Username, string Password)
{
    /// <summary>
    /// How long the desk may stay away before all its orders are cancelled, counted from the loss of its session or from the gateway's start;
    /// null leaves them working.
    /// </summary>
    public TimeSpan? CancelOnDisconnect { get; init; }
}
