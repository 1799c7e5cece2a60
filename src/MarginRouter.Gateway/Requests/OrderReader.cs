using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Instructions;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Requests;

/// <summary>Reads the terms of an order wherever they stand: a message of its own, an entry of a list, a request for a preview.</summary>
internal static class OrderReader
{
    /// <summary>Id, symbol and side: what every message about an order carries.</summary>
    public static FixRefusal? ReadKey(OrderFields fields, out string clientOrderId, out string symbol, out Side side)
    {
        symbol = string.Empty;
        side = default;
        return fields.TryName(FixTag.ClOrdID, out clientOrderId) ? ReadInstrument(fields, out symbol, out side) : fields.MissingOrMalformed(FixTag.ClOrdID);
    }

    /// <summary>The same of a message about an order that exists already: one of several legs may go by the sides B and C, which count as bought and sold.</summary>
    public static FixRefusal? ReadReference(OrderFields fields, out string clientOrderId, out string symbol, out Side side)
    {
        bool turned = fields.TryGetChar(FixTag.Side, out char text) && text is 'B' or 'C';
        if (!turned)
            return ReadKey(fields, out clientOrderId, out symbol, out side);
        symbol = string.Empty;
        side = text == 'B' ? Side.Buy : Side.Sell;
        if (!fields.TryName(FixTag.ClOrdID, out clientOrderId))
            return fields.MissingOrMalformed(FixTag.ClOrdID);
        return fields.TryName(FixTag.Symbol, out symbol) ? null : fields.MissingOrMalformed(FixTag.Symbol);
    }

    /// <summary>Symbol and side.</summary>
    public static FixRefusal? ReadInstrument(OrderFields fields, out string symbol, out Side side)
    {
        side = default;
        if (!fields.TryName(FixTag.Symbol, out symbol))
            return fields.MissingOrMalformed(FixTag.Symbol);
        if (!fields.TryGetChar(FixTag.Side, out char text))
            return fields.MissingOrMalformed(FixTag.Side);
        if (text is not ('1' or '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Side, "Side must be 1 or 2");
        side = text == '1' ? Side.Buy : Side.Sell;
        return null;
    }

    /// <summary>
    /// Quantity, type, price, life, conditions and routing. What is well-formed but not worked is told in <paramref name="unsupported"/>; the
    /// request then holds the figures that a rejection repeats.
    /// </summary>
    public static FixRefusal? ReadTerms(OrderFields fields, OrderKey key, out ParentRequest request, out Refusal? unsupported)
    {
        unsupported = null;
        request = new ParentRequest(key.Desk.Desk, key.ClientOrderId, key.Symbol, key.Side, 0m, OrderType.Market, null, TimeInForce.ImmediateOrCancel);
        if (!fields.TryGetDecimal(FixTag.OrderQty, out decimal quantity))
            return fields.MissingOrMalformed(FixTag.OrderQty);
        char type = key.UsualType;
        if ((type == default || fields.Contains(FixTag.OrdType)) && !fields.TryGetChar(FixTag.OrdType, out type))
            return fields.MissingOrMalformed(FixTag.OrdType);
        char timeInForce = key.UsualTimeInForce;
        if (fields.Contains(FixTag.TimeInForce) && !fields.TryGetChar(FixTag.TimeInForce, out timeInForce))
            return fields.MissingOrMalformed(FixTag.TimeInForce);
        request = request with
        {
            Quantity = quantity,
            OrderType = type == '1' ? OrderType.Market : OrderType.Limit,
            TimeInForce = FixCodes.TimeInForceOf(timeInForce) ?? TimeInForce.Day,
        };
        FixRefusal? refusal = ReadOptional(fields, FixTag.Price, out decimal? price)
            ?? OrderConditionReader.Read(fields, key.Desk.Firm, ref request);
        if (refusal is not null)
            return refusal;
        Refusal? instruction = RouteInstructionReader.Read(fields, out RouteInstructions? instructions);
        unsupported = Unsupported(type, timeInForce) ?? OrderConditionReader.Unsupported(fields) ?? instruction;
        if (price is not null || instructions is not null)
            request = request with { LimitPrice = price, Instructions = instructions };
        return null;
    }

    /// <summary>A decimal that may be left out.</summary>
    public static FixRefusal? ReadOptional(OrderFields fields, int tag, out decimal? value)
    {
        value = fields.TryGetDecimal(tag, out decimal number) ? number : null;
        return value is null && fields.Contains(tag) ? fields.MissingOrMalformed(tag) : null;
    }

    private static Refusal? Unsupported(char type, char timeInForce)
    {
        if (type is not ('1' or '2'))
            return new Refusal(RefusalReason.UnsupportedOrderType, $"OrdType {type}");
        return FixCodes.TimeInForceOf(timeInForce) is null ? new Refusal(RefusalReason.UnsupportedTimeInForce, $"TimeInForce {timeInForce}") : null;
    }
}
