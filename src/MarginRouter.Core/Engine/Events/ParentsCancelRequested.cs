using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked to cancel a set of its parents (OrderMassCancelRequest, q).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ClientOrderId">ClOrdID(11) of the request.</param>
/// <param name="Scope">Which orders; null when that was not one of the scopes that are worked.</param>
/// <param name="Symbol">Symbol(55); null when not stated.</param>
/// <param name="Side">Side(54): only those of this side; null for both.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of a known request is then passed over in silence.</param>
public sealed record ParentsCancelRequested(
    string Desk, string ClientOrderId, ParentScope? Scope, string? Symbol, Side? Side, bool PossibleDuplicate = false) : InboundEvent;
