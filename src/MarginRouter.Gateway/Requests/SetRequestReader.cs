using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Gateway.Requests;

/// <summary>Reads requests about sets of orders: mass cancel (q), mass status (AF), status (M) and cancel (K) of a list.</summary>
internal static class SetRequestReader
{
    public static FixRefusal? ReadCancel(string desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        if (!fields.TryName(FixTag.ClOrdID, out string clientOrderId))
            return fields.MissingOrMalformed(FixTag.ClOrdID);
        if (!message.TryGetChar(FixTag.MassCancelRequestType, out char type))
            return fields.MissingOrMalformed(FixTag.MassCancelRequestType);
        FixRefusal? refusal = ReadFilter(fields, out string? symbol, out Side? side);
        if (refusal is not null)
            return refusal;
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        inbound = new ParentsCancelRequested(desk, clientOrderId, ScopeOf(type), symbol, side, possibleDuplicate);
        return null;
    }

    public static FixRefusal? ReadStatus(string desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        if (!fields.TryName(FixTag.MassStatusReqID, out string id))
            return fields.MissingOrMalformed(FixTag.MassStatusReqID);
        if (!message.TryGetChar(FixTag.MassStatusReqType, out char type))
            return fields.MissingOrMalformed(FixTag.MassStatusReqType);
        FixRefusal? refusal = ReadFilter(fields, out string? symbol, out Side? side);
        if (refusal is not null)
            return refusal;
        if (ScopeOf(type) is not ParentScope scope)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.MassStatusReqType, "MassStatusReqType must be 1 or 7");
        if (scope == ParentScope.Symbol && symbol is null)
            return FixRefusal.Session(FixRejectReason.RequiredTagMissing, FixTag.Symbol);
        inbound = new ParentsStatusRequested(desk, id, scope, symbol, side);
        return null;
    }

    public static FixRefusal? ReadList(string desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        if (!fields.TryName(FixTag.ListID, out string listId))
            return fields.MissingOrMalformed(FixTag.ListID);
        inbound = message.MessageType == FixMsgType.ListCancelRequest
            ? new ListCancelRequested(desk, listId)
            : new ListStatusRequested(desk, listId, Acknowledges: false);
        return null;
    }

    private static ParentScope? ScopeOf(char type) => type switch
    {
        '1' => ParentScope.Symbol,
        '7' => ParentScope.All,
        _ => null,
    };

    private static FixRefusal? ReadFilter(OrderFields fields, out string? symbol, out Side? side)
    {
        symbol = null;
        side = null;
        if (fields.Contains(FixTag.Symbol))
        {
            if (!fields.TryName(FixTag.Symbol, out string name))
                return fields.MissingOrMalformed(FixTag.Symbol);
            symbol = name;
        }

        if (!fields.Contains(FixTag.Side))
            return null;
        if (!fields.TryGetChar(FixTag.Side, out char text) || text is not ('1' or '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Side, "Side must be 1 or 2");
        side = text == '1' ? Side.Buy : Side.Sell;
        return null;
    }
}
