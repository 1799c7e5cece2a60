using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>
/// What the venue says of our orders: ExecutionReport (8), OrderCancelReject (9), BusinessMessageReject (j). Reports of other orders are
/// passed over. Reports that come again after a loss of the connection (PossDupFlag), or on a drop copy, are delivered like any other:
/// executions carry an id.
/// </summary>
internal sealed partial class OrderReports(ReportParts parts)
{
    private const int UnknownOrder = 5;
    private const int TooLateOrUnknown = 1;
    private readonly Lock gate = new();
    private long lastExecution = long.MinValue;

    /// <summary>Venue time of the latest execution that was reported; null before the first.</summary>
    public Instant? LastExecution => Volatile.Read(ref lastExecution) is var time and > long.MinValue ? new Instant(time) : null;

    /// <summary>An execution was reported.</summary>
    public Action? Executed { get; init; }

    /// <summary>ExecutionReport (8).</summary>
    public FixRefusal? Report(FixMessage message, Instant now)
    {
        if (!message.TryGetChar(FixTag.ExecType, out char type))
            return FixRefusal.MissingOrMalformed(message, FixTag.ExecType);
        ChildOrderId? known = ChildOf(message, out WireIdKind kind);
        if (parts.Standing.TryList(message, known) || known is not { } child)
            return null;
        if (!message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol) || parts.Symbols.Find(symbol) is not (>= 0 and int place))
            return FixRefusal.MissingOrMalformed(message, FixTag.Symbol);
        Instrument instrument = parts.Symbols.Instruments[place];
        switch (type)
        {
            case '0':
                Name(child, message, kind);
                parts.Children.Accepted(child, message.GetText(FixTag.OrderID) ?? "", now);
                return null;
            case 'F':
                return Trade(child, instrument, message, now);
            case '4' or 'C' or '3':
                return Ended(child, instrument, message);
            case '5':
                Replaced(child, message, kind);
                return null;
            case '8':
                Refused(child, message, now);
                return null;
            case 'D':
                return Restated(child, instrument, message, kind);
            case 'G':
                return Corrected(child, instrument, message, now);
            case 'H':
                return Busted(child, message, now);
            case 'I':
                Name(child, message, kind);
                return Status(child, instrument, message, now);
            default:
                return null;
        }
    }

    /// <summary>OrderCancelReject (9): a cancel or change came too late, or it answers a question about an order that the venue does not know.</summary>
    public void CancelRejected(FixMessage message, Instant now)
    {
        if (ChildOf(message, out WireIdKind kind) is not { } child)
            return;
        bool unknown = message.TryGetInt(FixTag.CxlRejReason, out int reason) && reason == TooLateOrUnknown;
        if (kind == WireIdKind.Replace)
            parts.Standing.Changes.TryComplete(message.GetText(FixTag.ClOrdID)!, PlaceAnswer.Refused(message.GetText(FixTag.CxlRejReason) ?? "", ReasonOf(message)));
        else if (unknown && kind == WireIdKind.Order && parts.Questions.Close(child))
            parts.Children.StatusReported(NotFound(child, VenueTime.Of(message, now)));
        else
            LogCancelRejected(parts.Logger, child.ToString(), ReasonOf(message));
    }

    /// <summary>BusinessMessageReject (j) of an order, a change, a mass request, or of a question about an order.</summary>
    public void BusinessRejected(FixMessage message, Instant now)
    {
        string type = message.GetText(FixTag.RefMsgType) ?? "?";
        string reference = message.GetText(FixTag.BusinessRejectRefID) ?? "?";
        bool hasReference = message.TryGetSpan(FixTag.BusinessRejectRefID, out ReadOnlySpan<byte> id);
        bool ours = parts.Ids.TryParse(hasReference ? id : default, out ChildOrderId child, out _);
        message.TryGetInt(FixTag.BusinessRejectReason, out int reason);
        if (ours && type is ("D" or "AJ"))
        {
            parts.Orders.Forget(child);
            parts.Children.Refused(child, $"j/{reason}", ReasonOf(message));
        }
        else if (ours && type == "H" && reason == (int)FixBusinessRejectReason.UnknownId && parts.Questions.Close(child))
        {
            parts.Children.StatusReported(NotFound(child, VenueTime.Of(message, now)));
        }
        else if (!parts.Standing.Changes.TryComplete(reference, PlaceAnswer.Refused($"j/{reason}", ReasonOf(message)))
            && !parts.Standing.Cancels.TryComplete(reference, false))
        {
            LogRejected(parts.Logger, type, reference, ReasonOf(message));
        }
    }

    private FixRefusal? Trade(ChildOrderId child, Instrument instrument, FixMessage message, Instant now)
    {
        if (TradeId(message) is not { } execution)
            return FixRefusal.MissingOrMalformed(message, parts.Dialect.TradeIdTags[0]);
        if (Execution(child, instrument, message, (execution, now), out Fill? fill) is { } refusal)
            return refusal;
        if (parts.Orders.Find(child) is null)
            Name(child, message, WireIdKind.Order);
        bool complete = message.TryGetDecimal(FixTag.LeavesQty, out decimal leaves) && leaves == 0
            && TryLots(instrument, message, FixTag.CumQty, out QuantityLots filled)
            && message.TryGetDecimal(FixTag.OrderQty, out decimal ordered) && instrument.Quantity(filled) >= ordered;
        QuantityLots? wanted = complete ? parts.Orders.Find(child)?.Quantity : null;
        Note(fill!.VenueTime);
        parts.Children.Filled(fill, complete);
        if (complete)
            parts.Orders.Forget(child);

        // The venue had made the order smaller than what we ordered: the engine does not see its end in the fill.
        if (wanted is { } sent && TryLots(instrument, message, FixTag.CumQty, out QuantityLots cumulative) && cumulative < sent)
            parts.Children.Ended(child, cumulative, "complete at the size to which the venue restated it");
        Executed?.Invoke();
        return null;
    }

    /// <summary>What a trade or correction states of an execution.</summary>
    private FixRefusal? Execution(ChildOrderId child, Instrument instrument, FixMessage message, (string Id, Instant Now) trade, out Fill? fill)
    {
        fill = null;
        if (!message.TryGetDecimal(FixTag.LastPx, out decimal price))
            return FixRefusal.MissingOrMalformed(message, FixTag.LastPx);
        if (!TryLots(instrument, message, FixTag.LastQty, out QuantityLots quantity) || quantity.IsZero)
            return FixRefusal.MissingOrMalformed(message, FixTag.LastQty);
        (decimal fee, Asset asset) = TradeFee.Of(message, instrument, (price, instrument.Quantity(quantity)), parts.Dialect, out bool several);
        if (several)
            LogSeveralFees(parts.Logger, trade.Id, asset.Code);
        fill = new Fill(child, trade.Id, quantity, price, fee, asset, VenueTime.Of(message, trade.Now));
        return null;
    }

    private FixRefusal? Ended(ChildOrderId child, Instrument instrument, FixMessage message)
    {
        if (!TryLots(instrument, message, FixTag.CumQty, out QuantityLots cumulative))
            return FixRefusal.MissingOrMalformed(message, FixTag.CumQty);
        parts.Orders.Forget(child);
        parts.Children.Ended(child, cumulative, ReasonOf(message));
        return null;
    }

    /// <summary>Our change was granted: the order has a new id, and what it is worth now is what the change said.</summary>
    private void Replaced(ChildOrderId child, FixMessage message, WireIdKind kind)
    {
        string? id = kind == WireIdKind.Replace ? message.GetText(FixTag.ClOrdID) : null;
        parts.Orders.Named(child, id, message.GetText(FixTag.OrderID));
        if (id is not null)
            parts.Standing.Changes.TryComplete(id, PlaceAnswer.Accepted(message.GetText(FixTag.OrderID) ?? ""));
    }

    /// <summary>
    /// The venue changed an order unasked (ExecRestatementReason 378). An order that ended so has ended; one that goes on keeps its child, and
    /// a smaller size shows when it is complete.
    /// </summary>
    private FixRefusal? Restated(ChildOrderId child, Instrument instrument, FixMessage message, WireIdKind kind)
    {
        if (message.TryGetChar(FixTag.OrdStatus, out char status) && status is '3' or '4' or '8' or 'C')
            return Ended(child, instrument, message);
        Name(child, message, kind);
        LogRestated(parts.Logger, child.ToString(), message.GetText(FixTag.ExecRestatementReason) ?? "?", message.GetText(FixTag.OrderQty) ?? "?");
        return null;
    }

    /// <summary>A trade is corrected: ExecRefID (19) names the wrong one, the report what holds in its place.</summary>
    private FixRefusal? Corrected(ChildOrderId child, Instrument instrument, FixMessage message, Instant now)
    {
        if (ReferenceOf(message) is not { } wrong)
            return FixRefusal.MissingOrMalformed(message, FixTag.ExecRefID);
        if (TradeId(message) is not { } id)
            return FixRefusal.MissingOrMalformed(message, parts.Dialect.TradeIdTags[0]);
        if (Execution(child, instrument, message, (id, now), out Fill? corrected) is { } refusal)
            return refusal;
        Note(corrected!.VenueTime);
        parts.Children.Told(new ChildTradeCorrected(wrong, corrected));
        Executed?.Invoke();
        return null;
    }

    /// <summary>A trade is taken back: ExecRefID (19) names it.</summary>
    private FixRefusal? Busted(ChildOrderId child, FixMessage message, Instant now)
    {
        if (ReferenceOf(message) is not { } trade)
            return FixRefusal.MissingOrMalformed(message, FixTag.ExecRefID);
        Instant at = VenueTime.Of(message, now);
        Note(at);
        parts.Children.Told(new ChildTradeBusted(child, trade, at));
        Executed?.Invoke();
        return null;
    }

    private void Refused(ChildOrderId child, FixMessage message, Instant now)
    {
        // A venue that answers a question about an unknown order with a rejection means "never seen".
        if (parts.Questions.IsOpen(child) && SaysUnknown(message))
        {
            parts.Questions.Close(child);
            parts.Children.StatusReported(NotFound(child, VenueTime.Of(message, now)));
            return;
        }

        parts.Orders.Forget(child);
        parts.Children.Refused(child, CodeOf(message), ReasonOf(message));
    }

    private FixRefusal? Status(ChildOrderId child, Instrument instrument, FixMessage message, Instant now)
    {
        if (!message.TryGetChar(FixTag.OrdStatus, out char status))
            return FixRefusal.MissingOrMalformed(message, FixTag.OrdStatus);
        if (!TryLots(instrument, message, FixTag.CumQty, out QuantityLots cumulative))
            return FixRefusal.MissingOrMalformed(message, FixTag.CumQty);
        if (!parts.Questions.IsOpen(child))
            return null;
        VenueOrderState state = status switch
        {
            '2' => VenueOrderState.Filled,
            '4' or 'C' or '3' => VenueOrderState.Ended,
            '8' => SaysUnknown(message) ? VenueOrderState.NotFound : VenueOrderState.Refused,
            _ => VenueOrderState.Working,
        };

        // An immediate-or-cancel order that still works ends in a moment: the question stays open until it has.
        if (state != VenueOrderState.Working || parts.Children.Stands(child))
            parts.Questions.Close(child);
        decimal? average = !cumulative.IsZero && message.TryGetDecimal(FixTag.AvgPx, out decimal price) && price > 0 ? price : null;
        parts.Children.StatusReported(new ChildStatusReported(child, state, cumulative, average, null, VenueTime.Of(message, now)));
        return null;
    }

    private static ChildStatusReported NotFound(ChildOrderId child, Instant at) =>
        new(child, VenueOrderState.NotFound, QuantityLots.Zero, null, null, at);

    private static bool SaysUnknown(FixMessage message) =>
        (message.TryGetInt(FixTag.OrdRejReason, out int reason) && reason == UnknownOrder)
        || (message.GetText(FixTag.Text)?.Contains("unknown order", StringComparison.OrdinalIgnoreCase) ?? false);

    /// <summary>The venue's own code of a refusal where it has one, else OrdRejReason (103).</summary>
    private string CodeOf(FixMessage message) =>
        (parts.Dialect.ErrorCodeTag is { } tag ? message.GetText(tag) : null) ?? message.GetText(FixTag.OrdRejReason) ?? "";

    private static string ReasonOf(FixMessage message) => message.GetText(FixTag.Text) ?? (message.GetText(FixTag.OrdStatus) is { } status
        ? $"OrdStatus {status}"
        : "no reason given");

    /// <summary>The venue's number of an order, and its present id where the report carries one of the order itself.</summary>
    private void Name(ChildOrderId child, FixMessage message, WireIdKind kind) => parts.Orders.Named(
        child, kind is WireIdKind.Order or WireIdKind.Replace ? message.GetText(FixTag.ClOrdID) : null, message.GetText(FixTag.OrderID));

    private string? TradeId(FixMessage message)
    {
        foreach (int tag in parts.Dialect.TradeIdTags)
        {
            if (message.GetText(tag) is { } id)
                return id;
        }

        return null;
    }

    /// <summary>ExecRefID (19) names an execution report; where trades go by another id, that id names the trade in the later report too.</summary>
    private string? ReferenceOf(FixMessage message) =>
        parts.Dialect.TradeIdTags[0] != FixTag.ExecID && message.GetText(parts.Dialect.TradeIdTags[0]) is { } trade ? trade : message.GetText(FixTag.ExecRefID);

    private void Note(Instant execution)
    {
        lock (gate)
        {
            if (execution.Nanoseconds > lastExecution)
                Volatile.Write(ref lastExecution, execution.Nanoseconds);
        }
    }

    /// <summary>The child of a report: by ClOrdID (11), or by OrigClOrdID (41) when 11 is not one of ours or that of a mass request.</summary>
    private ChildOrderId? ChildOf(FixMessage message, out WireIdKind kind)
    {
        if (message.TryGetSpan(FixTag.ClOrdID, out ReadOnlySpan<byte> id) && parts.Ids.TryParse(id, out ChildOrderId child, out kind) && kind != WireIdKind.Request)
            return child;
        kind = WireIdKind.Cancel;
        return message.TryGetSpan(FixTag.OrigClOrdID, out id) && parts.Ids.TryParse(id, out child, out _) ? child : null;
    }

    private static bool TryLots(Instrument instrument, FixMessage message, int tag, out QuantityLots lots)
    {
        lots = default;
        return message.TryGetDecimal(tag, out decimal quantity) && instrument.TryQuantity(quantity, out lots);
    }
}
