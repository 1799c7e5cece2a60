using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk sent a well-formed order that asks for something the router does not work, for example an unknown order type: it is rejected.</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="ClientOrderId">ClOrdID(11).</param>
/// <param name="Symbol">Symbol(55).</param>
/// <param name="Side">Side(54).</param>
/// <param name="Quantity">OrderQty(38).</param>
/// <param name="Refusal">What is not supported.</param>
/// <param name="PossibleDuplicate">PossDupFlag(43): a repetition of a known id is then passed over in silence, as it was rejected already.</param>
public sealed record ParentUnsupported(
    string Desk,
    string ClientOrderId,
    string Symbol,
    Side Side,
    decimal Quantity,
    Refusal Refusal,
    bool PossibleDuplicate = false) : InboundEvent;
