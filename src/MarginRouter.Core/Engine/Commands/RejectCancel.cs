using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Refuse a cancel or replace request (OrderCancelReject, 9), at once or because a fill crossed it.</summary>
/// <param name="ClientOrderId">ClOrdID(11) of the request.</param>
/// <param name="OriginalClientOrderId">OrigClOrdID(41).</param>
/// <param name="Parent">The parent when there is one.</param>
/// <param name="Status">Its status; Rejected when the order is unknown (FIX 4.4: OrdStatus of an unknown order).</param>
/// <param name="Refusal">Why.</param>
public sealed record RejectCancel(
    string ClientOrderId,
    string OriginalClientOrderId,
    ParentOrderId? Parent,
    ParentStatus Status,
    Refusal Refusal) : DeskReport
{
    /// <summary>True when a replacement was refused (CxlRejResponseTo 2), false for a cancel (1).</summary>
    public bool OfReplace { get; init; }
}
