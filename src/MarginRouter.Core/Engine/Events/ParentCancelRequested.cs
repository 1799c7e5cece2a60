namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked to cancel a parent (OrderCancelRequest, F).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ClientOrderId">ClOrdID(11) of the request itself.</param>
/// <param name="OriginalClientOrderId">OrigClOrdID(41): the parent to cancel.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of an accepted request is then passed over in silence.</param>
public sealed record ParentCancelRequested(
    string Desk, string ClientOrderId, string OriginalClientOrderId, bool PossibleDuplicate = false) : InboundEvent;
