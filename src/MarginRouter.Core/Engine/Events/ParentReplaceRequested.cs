using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asked to change a parent (OrderCancelReplaceRequest, G).</summary>
/// <param name="Request">The new terms, whole, under the request's own ClOrdID(11).</param>
/// <param name="OriginalClientOrderId">OrigClOrdID(41): the id of the parent or of its last accepted replacement.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of an accepted request is then passed over in silence.</param>
public sealed record ParentReplaceRequested(
    ParentRequest Request, string OriginalClientOrderId, bool PossibleDuplicate = false) : InboundEvent
{
    /// <summary>What of the new terms is not worked; null when all is.</summary>
    public Refusal? Unsupported { get; init; }
}
