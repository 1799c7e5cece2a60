namespace MarginRouter.Core.Engine.Events;

/// <summary>A session beside a desk's own asks where orders of the desk stand. Its answer is not numbered, kept or copied.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Id">The session's name of the question.</param>
/// <param name="Request">What the desk's own session would ask: a <see cref="ParentStatusRequested"/>, <see cref="ParentsStatusRequested"/> or <see cref="ListStatusRequested"/>.</param>
public sealed record OrderStatesRequested(string Desk, string Id, InboundEvent Request) : DeskQuestion(Desk, Id);
