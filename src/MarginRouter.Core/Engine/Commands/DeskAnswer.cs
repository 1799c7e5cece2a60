namespace MarginRouter.Core.Engine.Commands;

/// <summary>The answer to a question of a desk. It is not numbered: a desk that is away asks again.</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="Id">The desk's name of the question.</param>
public abstract record DeskAnswer(string Desk, string Id) : OutboundCommand
{
    /// <summary>The session beside the desk's own that asked, by name; null for the desk's own.</summary>
    public string? Asker { get; init; }
}
