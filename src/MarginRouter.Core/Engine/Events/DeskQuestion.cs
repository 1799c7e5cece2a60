namespace MarginRouter.Core.Engine.Events;

/// <summary>A question of a desk about accounts, books or the state of trading. It changes nothing and is not journaled.</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="Id">The desk's name of the question, repeated in the answer.</param>
public abstract record DeskQuestion(string Desk, string Id) : InboundEvent
{
    /// <summary>The session beside the desk's own that asks, by name; null for the desk's own.</summary>
    public string? Asker { get; init; }
}
