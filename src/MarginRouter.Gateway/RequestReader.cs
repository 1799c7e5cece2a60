using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Gateway;

/// <summary>Turns a desk's FIX message into an engine event, or into a refusal when it is not well-formed.</summary>
internal static class RequestReader
{
    /// <summary>Reads a message; exactly one of the event and the refusal is set.</summary>
    public static FixRefusal? Read(string desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        switch (message.MessageType)
        {
            case FixMsgType.NewOrderSingle:
                return ReadOrder(desk, message, out inbound);
            case FixMsgType.OrderCancelRequest:
                return ReadCancel(desk, message, out inbound);
            case FixMsgType.OrderStatusRequest:
                return ReadStatus(desk, message, out inbound);
            default:
                return FixRefusal.Business(FixBusinessRejectReason.UnsupportedMessageType, "this message type is not supported");
        }
    }

    private static FixRefusal? ReadOrder(string desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        FixRefusal? refusal = ReadKey(message, out string clientOrderId, out string symbol, out Side side);
        if (refusal is not null)
            return refusal;
        if (!message.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrderQty);
        if (!message.TryGetChar(FixTag.OrdType, out char type))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrdType);
        if (!message.TryGetTimestamp(FixTag.TransactTime, out _))
            return FixRefusal.MissingOrMalformed(message, FixTag.TransactTime);
        bool hasPrice = message.TryGetDecimal(FixTag.Price, out decimal price);
        if (!hasPrice && message.Contains(FixTag.Price))
            return FixRefusal.MissingOrMalformed(message, FixTag.Price);
        char tif = '0';
        if (message.Contains(FixTag.TimeInForce) && !message.TryGetChar(FixTag.TimeInForce, out tif))
            return FixRefusal.MissingOrMalformed(message, FixTag.TimeInForce);
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        Refusal? unsupported = Unsupported(type, tif);
        inbound = unsupported is not null
            ? new ParentUnsupported(desk, clientOrderId, symbol, side, quantity, unsupported, possibleDuplicate)
            : new ParentReceived(new ParentRequest(
                desk,
                clientOrderId,
                symbol,
                side,
                quantity,
                type == '1' ? OrderType.Market : OrderType.Limit,
                hasPrice ? price : null,
                tif == '3' ? TimeInForce.ImmediateOrCancel : TimeInForce.Day), possibleDuplicate);
        return null;
    }

    private static Refusal? Unsupported(char type, char tif)
    {
        if (type is not ('1' or '2'))
            return new Refusal(RefusalReason.UnsupportedOrderType, $"OrdType {type}");
        return tif is '0' or '3' ? null : new Refusal(RefusalReason.UnsupportedTimeInForce, $"TimeInForce {tif}");
    }

    private static FixRefusal? ReadCancel(string desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        FixRefusal? refusal = ReadKey(message, out string clientOrderId, out _, out _);
        if (refusal is not null)
            return refusal;
        if (!TryName(message, FixTag.OrigClOrdID, out string original))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrigClOrdID);
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        inbound = new ParentCancelRequested(desk, clientOrderId, original, possibleDuplicate);
        return null;
    }

    private static FixRefusal? ReadStatus(string desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        FixRefusal? refusal = ReadKey(message, out string clientOrderId, out string symbol, out Side side);
        if (refusal is not null)
            return refusal;
        inbound = new ParentStatusRequested(desk, clientOrderId, symbol, side);
        return null;
    }

    private static FixRefusal? ReadKey(FixMessage message, out string clientOrderId, out string symbol, out Side side)
    {
        symbol = string.Empty;
        side = default;
        if (!TryName(message, FixTag.ClOrdID, out clientOrderId))
            return FixRefusal.MissingOrMalformed(message, FixTag.ClOrdID);
        if (!TryName(message, FixTag.Symbol, out symbol))
            return FixRefusal.MissingOrMalformed(message, FixTag.Symbol);
        if (!message.TryGetChar(FixTag.Side, out char text))
            return FixRefusal.MissingOrMalformed(message, FixTag.Side);
        if (text is not ('1' or '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Side, "Side must be 1 or 2");
        side = text == '1' ? Side.Buy : Side.Sell;
        return null;
    }

    /// <summary>A name that every report about the order repeats: only characters that a report can carry.</summary>
    private static bool TryName(FixMessage message, int tag, out string name)
    {
        name = message.GetText(tag) ?? string.Empty;
        foreach (char letter in name)
        {
            if (letter is < ' ' or > '~')
                return false;
        }

        return name.Length > 0;
    }
}
