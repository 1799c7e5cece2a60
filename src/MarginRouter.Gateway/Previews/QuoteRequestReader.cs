using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.Previews;

/// <summary>
/// Reads QuoteRequest (R): the terms of one order, whose route is wanted without being sent. OrdType(40) may be left out (market), and
/// TimeInForce(59) too (immediate-or-cancel).
/// </summary>
internal static class QuoteRequestReader
{
    private const char Market = '1';
    private const char Immediate = '3';

    /// <summary>Reads a message; without a refusal the request is set, and what of it is not worked.</summary>
    public static FixRefusal? Read(DeskContext desk, FixMessage message, out PreviewRequested? preview, out Refusal? unsupported)
    {
        preview = null;
        unsupported = null;
        OrderFields fields = new(message);
        if (!fields.TryName(FixTag.QuoteReqID, out string id))
            return fields.MissingOrMalformed(FixTag.QuoteReqID);
        if (!message.TryGetInt(FixTag.NoRelatedSym, out int symbols))
            return fields.MissingOrMalformed(FixTag.NoRelatedSym);
        if (symbols != 1)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.NoRelatedSym, "one symbol is expected: ask once for each order");
        FixRefusal? refusal = OrderReader.ReadInstrument(fields, out string symbol, out Side side);
        if (refusal is not null)
            return refusal;
        refusal = OrderReader.ReadTerms(fields, new OrderKey(desk, id, symbol, side, Market, Immediate), out ParentRequest request, out unsupported);
        if (refusal is not null)
            return refusal;
        preview = new PreviewRequested(id, request);
        return null;
    }
}
