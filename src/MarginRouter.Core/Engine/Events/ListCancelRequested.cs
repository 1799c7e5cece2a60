namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked to cancel every order of a list (ListCancelRequest, K).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ListId">ListID(66).</param>
public sealed record ListCancelRequested(string Desk, string ListId) : InboundEvent;
