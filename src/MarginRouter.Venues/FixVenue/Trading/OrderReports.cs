using System.Text;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>
/// What the venue says of our orders: ExecutionReport (8), OrderCancelReject (9), BusinessMessageReject (j). Reports of other orders are
/// passed over. Reports that come again after a loss of the connection (PossDupFlag) are delivered like any other: executions carry an id.
/// </summary>
internal sealed partial class OrderReports(
    OpenChildren children, StatusQuestions questions, SymbolTable symbols, ClientOrderIdFormat ids, ILogger logger)
{
    private const int CommissionCurrency = 479;
    private const int UnknownOrder = 5;
    private const int TooLateOrUnknown = 1;

    private static readonly int[] FeeEntry = [FixTag.MiscFeeAmt, FixTag.MiscFeeCurr, FixTag.MiscFeeType];

    /// <summary>ExecutionReport (8).</summary>
    public FixRefusal? Report(FixMessage message, Instant now)
    {
        if (!message.TryGetChar(FixTag.ExecType, out char type))
            return FixRefusal.MissingOrMalformed(message, FixTag.ExecType);
        if (ChildOf(message) is not { } child)
            return null;
        if (!message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol) || symbols.Find(symbol) is not (>= 0 and int place))
            return FixRefusal.MissingOrMalformed(message, FixTag.Symbol);
        Instrument instrument = symbols.Instruments[place];
        switch (type)
        {
            case '0':
                children.Accepted(child, message.GetText(FixTag.OrderID) ?? "", now);
                return null;
            case 'F':
                return Trade(child, instrument, message, now);
            case '4' or 'C' or '3':
                return Ended(child, instrument, message);
            case '8':
                Refused(child, message, now);
                return null;
            case 'I':
                return Status(child, instrument, message, now);
            case 'G' or 'H':
                LogRestated(logger, ids.Format(child), type);
                return null;
            default:
                return null;
        }
    }

    /// <summary>OrderCancelReject (9): a cancel came too late, or answers a question about an order that the venue does not know.</summary>
    public void CancelRejected(FixMessage message, Instant now)
    {
        if (ChildOf(message) is not { } child)
            return;
        bool unknown = message.TryGetInt(FixTag.CxlRejReason, out int reason) && reason == TooLateOrUnknown;
        bool isCancel = message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id) && !TryParse(id, out _);
        if (unknown && !isCancel && questions.Close(child))
            children.StatusReported(NotFound(child, VenueTime.Of(message, now)));
        else
            LogCancelRejected(logger, ids.Format(child), ReasonOf(message));
    }

    /// <summary>BusinessMessageReject (j) of an order or of a question about one.</summary>
    public void BusinessRejected(FixMessage message, Instant now)
    {
        string type = message.GetText(FixTag.RefMsgType) ?? "?";
        string reference = message.GetText(FixTag.BusinessRejectRefID) ?? "?";
        bool ours = ids.TryParse(reference, out ChildOrderId child);
        message.TryGetInt(FixTag.BusinessRejectReason, out int reason);
        if (ours && type == "D")
            children.Refused(child, $"j/{reason}", ReasonOf(message));
        else if (ours && type == "H" && reason == (int)FixBusinessRejectReason.UnknownId && questions.Close(child))
            children.StatusReported(NotFound(child, VenueTime.Of(message, now)));
        else
            LogRejected(logger, type, reference, ReasonOf(message));
    }

    private FixRefusal? Trade(ChildOrderId child, Instrument instrument, FixMessage message, Instant now)
    {
        if (message.GetText(FixTag.ExecID) is not { } execution)
            return FixRefusal.MissingOrMalformed(message, FixTag.ExecID);
        if (!message.TryGetDecimal(FixTag.LastPx, out decimal price))
            return FixRefusal.MissingOrMalformed(message, FixTag.LastPx);
        if (!TryLots(instrument, message, FixTag.LastQty, out QuantityLots quantity) || quantity.IsZero)
            return FixRefusal.MissingOrMalformed(message, FixTag.LastQty);
        (decimal fee, Asset asset) = Fee(message, instrument, price, instrument.Quantity(quantity));
        bool complete = message.TryGetDecimal(FixTag.LeavesQty, out decimal leaves) && leaves == 0
            && message.TryGetDecimal(FixTag.CumQty, out decimal filled) && message.TryGetDecimal(FixTag.OrderQty, out decimal ordered) && filled >= ordered;
        children.Filled(new Fill(child, execution, quantity, price, fee, asset, VenueTime.Of(message, now)), complete);
        return null;
    }

    private FixRefusal? Ended(ChildOrderId child, Instrument instrument, FixMessage message)
    {
        if (!TryLots(instrument, message, FixTag.CumQty, out QuantityLots cumulative))
            return FixRefusal.MissingOrMalformed(message, FixTag.CumQty);
        children.Ended(child, cumulative, ReasonOf(message));
        return null;
    }

    private void Refused(ChildOrderId child, FixMessage message, Instant now)
    {
        // A venue that answers a question about an unknown order with a rejection means "never seen".
        if (questions.IsOpen(child) && SaysUnknown(message))
        {
            questions.Close(child);
            children.StatusReported(NotFound(child, VenueTime.Of(message, now)));
            return;
        }

        children.Refused(child, message.GetText(FixTag.OrdRejReason) ?? "", ReasonOf(message));
    }

    private FixRefusal? Status(ChildOrderId child, Instrument instrument, FixMessage message, Instant now)
    {
        if (!message.TryGetChar(FixTag.OrdStatus, out char status))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrdStatus);
        if (!TryLots(instrument, message, FixTag.CumQty, out QuantityLots cumulative))
            return FixRefusal.MissingOrMalformed(message, FixTag.CumQty);
        if (!questions.IsOpen(child))
            return null;
        VenueOrderState state = status switch
        {
            '2' => VenueOrderState.Filled,
            '4' or 'C' or '3' => VenueOrderState.Ended,
            '8' => SaysUnknown(message) ? VenueOrderState.NotFound : VenueOrderState.Refused,
            _ => VenueOrderState.Working,
        };

        // An immediate-or-cancel order that still works ends in a moment: the question stays open until it has.
        if (state != VenueOrderState.Working)
            questions.Close(child);
        decimal? average = !cumulative.IsZero && message.TryGetDecimal(FixTag.AvgPx, out decimal price) && price > 0 ? price : null;
        children.StatusReported(new ChildStatusReported(child, state, cumulative, average, null, VenueTime.Of(message, now)));
        return null;
    }

    private static ChildStatusReported NotFound(ChildOrderId child, Instant at) =>
        new(child, VenueOrderState.NotFound, QuantityLots.Zero, null, null, at);

    private static bool SaysUnknown(FixMessage message) =>
        (message.TryGetInt(FixTag.OrdRejReason, out int reason) && reason == UnknownOrder)
        || (message.GetText(FixTag.Text)?.Contains("unknown order", StringComparison.OrdinalIgnoreCase) ?? false);

    private static string ReasonOf(FixMessage message) => message.GetText(FixTag.Text) ?? (message.GetText(FixTag.OrdStatus) is { } status
        ? $"OrdStatus {status}"
        : "no reason given");

    private (decimal Fee, Asset Asset) Fee(FixMessage message, Instrument instrument, decimal price, decimal quantity)
    {
        Asset asset = new(message.GetText(CommissionCurrency) ?? instrument.Settlement.Code);
        if (message.TryGetDecimal(FixTag.Commission, out decimal commission))
        {
            // CommType (13): 1 per unit, 2 a percentage of the value, 3 (and when absent) an absolute amount.
            message.TryGetChar(FixTag.CommType, out char type);
            decimal amount = type switch
            {
                '1' => commission * quantity,
                '2' => commission / 100 * price * quantity * instrument.Multiplier,
                _ => commission,
            };
            return (amount, asset);
        }

        if (!message.TryGetGroup(FixTag.NoMiscFees, FeeEntry, out FixGroup fees))
            return (0, asset);
        decimal total = 0;
        string? currency = null;
        foreach (FixGroupEntry fee in fees)
        {
            string stated = fee.GetText(FixTag.MiscFeeCurr) ?? asset.Code;
            currency ??= stated;
            if (stated == currency)
                total += fee.TryGetDecimal(FixTag.MiscFeeAmt, out decimal amount) ? amount : 0;
            else
                LogSeveralFees(logger, message.GetText(FixTag.ExecID) ?? "?", currency);
        }

        return (total, new Asset(currency ?? asset.Code));
    }

    /// <summary>The child of a report: by ClOrdID (11), or by OrigClOrdID (41) when 11 is the id of a cancel.</summary>
    private ChildOrderId? ChildOf(FixMessage message)
    {
        if (message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id) && TryParse(id, out ChildOrderId child))
            return child;
        return message.TryGetSpan(FixTag.OrigClOrdID, out id) && TryParse(id, out child) ? child : null;
    }

    private bool TryParse(ReadOnlySpan<byte> text, out ChildOrderId child)
    {
        child = default;
        Span<char> characters = stackalloc char[ClientOrderIdFormat.MaximumLength];
        return text.Length <= characters.Length
            && ids.TryParse(characters[..Encoding.Latin1.GetChars(text, characters)], out child);
    }

    private static bool TryLots(Instrument instrument, FixMessage message, int tag, out QuantityLots lots)
    {
        lots = default;
        return message.TryGetDecimal(tag, out decimal quantity) && instrument.TryQuantity(quantity, out lots);
    }
}
