using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Instructions;
using MarginRouter.Gateway.Reports;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway.Requests;

/// <summary>
/// Reads NewOrderMultileg (AB). Side(54) B or 1 trades the legs as they stand, C or 2 all of them the other way round; Price(44) is of a unit
/// with its legs as they stand. What legs that fill unevenly lead to (5221) has no usual answer and must be said.
/// </summary>
internal static class BasketReader
{
    /// <summary>What may stand in the order of a single leg but asks for something that baskets do not do.</summary>
    private static readonly (int Tag, string Name)[] NotOfBaskets =
        [(FixTag.MinQty, "MinQty"), (FixTag.MaxFloor, "MaxFloor"), (FixTag.MaxShow, "MaxShow"), (NewTag.DisplayQty, "DisplayQty"), (FixTag.NoAllocs, "NoAllocs"), (FixTag.ListID, "ListID")];

    /// <summary>Reads a message; exactly one of the event and the refusal is set.</summary>
    public static FixRefusal? Read(DeskContext desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        FixRefusal? refusal = ReadKey(fields, desk, out BasketRequest request);
        Refusal? unsupported = null;
        refusal ??= ReadTerms(fields, desk, ref request, out unsupported);
        refusal ??= BasketLegReader.Read(fields, ref request, ref unsupported);
        if (refusal is not null)
            return refusal;
        if (unsupported is null && fields.TryGetChar(FixTag.OrdType, out char type) && type == '1' != (request.OrderType == OrderType.Market))
            unsupported = new Refusal(RefusalReason.InvalidPrice, type == '1' ? "a price on a market order" : "neither Price nor a LegPrice");
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        message.TryGetBool(FixTag.PossResend, out bool possibleResend);
        inbound = new BasketReceived(request, possibleDuplicate) { PossibleResend = possibleResend, Unsupported = unsupported };
        return null;
    }

    /// <summary>Reads MultilegOrderCancelReplace (AC), which the engine refuses by the state of the order that it means.</summary>
    public static FixRefusal? ReadReplace(DeskContext desk, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        FixRefusal? refusal = OrderReader.ReadReference(fields, out string clientOrderId, out string symbol, out Side side);
        if (refusal is not null)
            return refusal;
        if (!fields.TryName(FixTag.OrigClOrdID, out string original))
            return fields.MissingOrMalformed(FixTag.OrigClOrdID);
        fields.TryGetDecimal(FixTag.OrderQty, out decimal quantity);
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        ParentRequest request = new(desk.Desk, clientOrderId, symbol, side, quantity, OrderType.Market, null, TimeInForce.Day);
        inbound = new ParentReplaceRequested(request, original, possibleDuplicate)
        {
            Unsupported = new Refusal(RefusalReason.UnsupportedField, "MultilegOrderCancelReplace(AC)"),
        };
        return null;
    }

    private static FixRefusal? ReadKey(OrderFields fields, DeskContext desk, out BasketRequest request)
    {
        request = new BasketRequest(desk.Desk, string.Empty, string.Empty, 0m, [], ShortFillPolicy.Stop, TimeInForce.Day);
        if (!fields.TryName(FixTag.ClOrdID, out string clientOrderId))
            return fields.MissingOrMalformed(FixTag.ClOrdID);
        if (!fields.TryName(FixTag.Symbol, out string symbol))
            return fields.MissingOrMalformed(FixTag.Symbol);
        if (!fields.TryGetChar(FixTag.Side, out char side))
            return fields.MissingOrMalformed(FixTag.Side);
        if (FixCodes.BasketSideOf(side) is not BasketSide known)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Side, "Side must be 1, 2, B or C");
        if (!fields.TryGetTimestamp(FixTag.TransactTime, out _))
            return fields.MissingOrMalformed(FixTag.TransactTime);
        if (!fields.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return fields.MissingOrMalformed(FixTag.OrderQty);
        request = request with { ClientOrderId = clientOrderId, Symbol = symbol, Side = known, Quantity = quantity };
        return null;
    }

    private static FixRefusal? ReadTerms(OrderFields fields, DeskContext desk, ref BasketRequest request, out Refusal? unsupported)
    {
        unsupported = null;
        if (!fields.TryGetChar(FixTag.OrdType, out char type))
            return fields.MissingOrMalformed(FixTag.OrdType);
        char life = '0';
        if (fields.Contains(FixTag.TimeInForce) && !fields.TryGetChar(FixTag.TimeInForce, out life))
            return fields.MissingOrMalformed(FixTag.TimeInForce);
        char reporting = '1';
        if (fields.Contains(FixLegTag.MultiLegRptTypeReq) && (!fields.TryGetChar(FixLegTag.MultiLegRptTypeReq, out reporting) || reporting is < '0' or > '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixLegTag.MultiLegRptTypeReq, "MultiLegRptTypeReq must be 0, 1 or 2");
        FixRefusal? refusal = OrderReader.ReadOptional(fields, FixTag.Price, out decimal? price);
        refusal ??= OrderReader.ReadOptional(fields, DeskTag.MaximumLegging, out _);
        OrderReader.ReadOptional(fields, DeskTag.MaximumLegging, out decimal? legging);
        ParentRequest conditions = new(desk.Desk, request.ClientOrderId, request.Symbol, Side.Buy, request.Quantity, OrderType.Market, null, TimeInForce.Day);
        refusal ??= OrderConditionReader.Read(fields, desk.Firm, ref conditions);
        if (refusal is not null)
            return refusal;
        fields.TryGetChar(DeskTag.ShortFillPolicy, out char policy);
        Refusal? instruction = RouteInstructionReader.Read(fields, out RouteInstructions? instructions);
        unsupported = Unsupported(fields, (type, life, policy)) ?? instruction;
        request = request with
        {
            NetLimit = request.IsOpposite ? -price : price,
            MaximumLegging = legging,
            TimeInForce = FixCodes.TimeInForceOf(life) ?? TimeInForce.Day,
            ShortFill = policy is '1' or '2' or '3' ? (ShortFillPolicy)(policy - '0') : ShortFillPolicy.Stop,
            Reporting = (BasketReporting)(reporting - '0' + 1),
            ExpireAt = conditions.ExpireAt,
            Account = conditions.Account,
            Parties = conditions.Parties,
            Instructions = instructions,
        };
        return null;
    }

    private static Refusal? Unsupported(OrderFields fields, (char Type, char Life, char Policy) asked)
    {
        if (asked.Type is not ('1' or '2'))
            return new Refusal(RefusalReason.UnsupportedOrderType, $"OrdType {asked.Type}");
        if (FixCodes.TimeInForceOf(asked.Life) is null)
            return new Refusal(RefusalReason.UnsupportedTimeInForce, $"TimeInForce {asked.Life}");
        foreach ((int tag, string name) in NotOfBaskets)
        {
            if (fields.Contains(tag))
                return new Refusal(RefusalReason.UnsupportedField, $"{name}({tag}) on NewOrderMultileg");
        }

        if (fields.GetText(FixTag.ExecInst) is "G")
            return new Refusal(RefusalReason.UnsupportedField, "ExecInst(18) G on NewOrderMultileg: TimeInForce 4 asks for the whole at once");
        return OrderConditionReader.Unsupported(fields) ?? (asked.Policy is '1' or '2' or '3'
            ? null
            : new Refusal(RefusalReason.InvalidInstruction, $"ShortFillPolicy({DeskTag.ShortFillPolicy}) must say what legs that fill unevenly lead to: 1, 2 or 3"));
    }
}
