using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Gateway.Requests;

/// <summary>Turns a desk's FIX message into an engine event, or into a refusal when it is not well-formed.</summary>
internal static class RequestReader
{
    /// <summary>Reads a message; exactly one of the event and the refusal is set.</summary>
    public static FixRefusal? Read(DeskContext desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        switch (message.MessageType)
        {
            case FixMsgType.NewOrderSingle:
                return ReadOrder(desk, message, out inbound);
            case FixMsgType.NewOrderMultileg:
                return BasketReader.Read(desk, message, out inbound);
            case FixMsgType.MultilegOrderCancelReplace:
                return BasketReader.ReadReplace(desk, message, out inbound);
            case FixMsgType.OrderCancelRequest:
                return ReadCancel(desk, message, out inbound);
            case FixMsgType.OrderStatusRequest:
                return ReadStatus(desk, message, out inbound);
            case FixMsgType.OrderCancelReplaceRequest:
                return ReadReplace(desk, message, out inbound);
            case FixMsgType.OrderMassCancelRequest:
                return SetRequestReader.ReadCancel(desk.Desk, message, out inbound);
            case FixMsgType.OrderMassStatusRequest:
                return SetRequestReader.ReadStatus(desk.Desk, message, out inbound);
            case FixMsgType.ListStatusRequest or FixMsgType.ListCancelRequest:
                return SetRequestReader.ReadList(desk.Desk, message, out inbound);
            default:
                return FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "this message type is not supported");
        }
    }

    private static FixRefusal? ReadOrder(DeskContext desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        FixRefusal? refusal = OrderReader.ReadKey(fields, out string clientOrderId, out string symbol, out Side side);
        if (refusal is not null)
            return refusal;
        if (!message.TryGetTimestamp(FixTag.TransactTime, out _))
            return fields.MissingOrMalformed(FixTag.TransactTime);
        refusal = OrderReader.ReadTerms(fields, new OrderKey(desk, clientOrderId, symbol, side), out ParentRequest request, out Refusal? unsupported);
        if (refusal is not null)
            return refusal;
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        message.TryGetBool(FixTag.PossResend, out bool possibleResend);
        inbound = unsupported is null
            ? new ParentReceived(request, possibleDuplicate) { PossibleResend = possibleResend }
            : new ParentUnsupported(desk.Desk, clientOrderId, symbol, side, request.Quantity, unsupported, possibleDuplicate);
        return null;
    }

    private static FixRefusal? ReadCancel(DeskContext desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        FixRefusal? refusal = OrderReader.ReadReference(fields, out string clientOrderId, out _, out _);
        if (refusal is not null)
            return refusal;
        if (!fields.TryName(FixTag.OrigClOrdID, out string original))
            return fields.MissingOrMalformed(FixTag.OrigClOrdID);
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        inbound = new ParentCancelRequested(desk.Desk, clientOrderId, original, possibleDuplicate);
        return null;
    }

    private static FixRefusal? ReadReplace(DeskContext desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        FixRefusal? refusal = OrderReader.ReadKey(fields, out string clientOrderId, out string symbol, out Side side);
        if (refusal is not null)
            return refusal;
        if (!fields.TryName(FixTag.OrigClOrdID, out string original))
            return fields.MissingOrMalformed(FixTag.OrigClOrdID);
        refusal = OrderReader.ReadTerms(fields, new OrderKey(desk, clientOrderId, symbol, side), out ParentRequest request, out Refusal? unsupported);
        if (refusal is not null)
            return refusal;
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        inbound = new ParentReplaceRequested(request, original, possibleDuplicate) { Unsupported = unsupported };
        return null;
    }

    private static FixRefusal? ReadStatus(DeskContext desk, FixMessage message, out InboundEvent? inbound)
    {
        FixRefusal? refusal = OrderReader.ReadReference(new OrderFields(message), out string clientOrderId, out string symbol, out Side side);
        inbound = refusal is null ? new ParentStatusRequested(desk.Desk, clientOrderId, symbol, side) : null;
        return refusal;
    }
}
