using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Transport;

/// <summary>What the sessions of counterparties have in common that are not configured one by one.</summary>
/// <param name="Options">
/// How they behave. TargetCompID of its id is a pattern: <c>*</c> stands for any characters, <c>?</c> for one. A CompID that fits must also be made
/// of letters, digits, dots, dashes and underscores, so that it can name a folder.
/// </param>
/// <param name="Open">Gives a new session its parts; the caller disposes them after the acceptor. Called once a counterparty, on a connection's thread.</param>
public sealed record FixSessionTemplate(FixSessionOptions Options, Func<FixSessionId, FixSessionParts> Open)
{
    /// <summary>Most sessions that are made of it: whoever reaches the port can ask for one before its credentials are judged.</summary>
    public int MaximumSessions { get; init; } = 100;
}
