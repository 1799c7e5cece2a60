using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Testing.Sessions;

/// <summary>One line for each command of an engine of <see cref="TestFirm"/>, for comparison with a written table.</summary>
public static class CommandText
{
    public static string Of(OutboundCommand command) => command switch
    {
        RecordDecision record => Of(record),
        RecordBasketDecision record => Of(record.Decision),
        SendChild send => $"send {Of(send.Terms)}",
        CancelChild cancel => $"cancel {Of(cancel.Terms.Id)}{VenueOrder(cancel.VenueOrderId)}",
        QueryChild query => $"query {Of(query.Terms.Id)}{VenueOrder(query.VenueOrderId)}",
        RequestQuotes ask => $"ask {Of(ask.Id)} {ask.Side} {Number(TestFirm.Reference[ask.Instrument].Quantity(ask.Quantity))} {TestFirm.Reference[ask.Instrument].Symbol} of {string.Join(' ', ask.Makers)} for {string.Join(' ', ask.Subaccounts.Select(id => TestFirm.Firm.Subaccounts[id.Value].Name))}",
        EndQuoteRequest end => $"end {Of(end.Id)}{string.Concat(end.Declined.Select(id => $" {id}"))}",
        ReportParent report => Of(report),
        RejectCancel reject => $"reject-{(reject.OfReplace ? "replace" : "cancel")} {reject.ReportNumber} {reject.ClientOrderId} of {reject.OriginalClientOrderId} {reject.Status} {Of(reject.Refusal)}",
        ReportMassCancel mass => $"mass-cancel {mass.ReportNumber} {mass.Request.ClientOrderId}: {string.Join(' ', mass.Affected.Select(one => one.ClientOrderId))}{(mass.Refusal is null ? "" : Of(mass.Refusal))}",
        ReportList list => $"list {list.ReportNumber} {list.ListId}: {string.Join(' ', list.Orders.Select(order => $"{order.ClientOrderId} {order.Status}"))}",
        RecordComparison record => $"compare {TestFirm.Firm.Subaccounts[record.Comparison.Subaccount.Value].Name} {record.Comparison.Outcome}",
        RecordValuation record => $"valuation {record.Change}",
        RaiseAlarm alarm => $"alarm {alarm.Code}",
        _ => throw new InvalidOperationException($"{command.GetType().Name} has no text"),
    };

    public static string Of(ChildOrderId id) => $"{id.Parent.Value}.{id.Attempt}.{id.Leg}";

    public static string Of(QuoteRequestId id) => $"{id.Parent.Value}.{id.Round}.{id.Number}";

    public static string Of(Refusal refusal) => $"{refusal.Reason}({refusal.Subject})";

    public static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static string Of(RecordDecision record)
    {
        Product product = TestFirm.Reference[record.Decision.Slice.Product];
        string held = record.Decision.Blocking.IsEmpty
            ? string.Empty
            : $", held back by {string.Join(' ', record.Decision.Blocking.Select(breach => Of(breach.Limit)))}";
        return $"decide {record.Decision.Slice.Parent.Value}.{record.Decision.Slice.Attempt}: "
            + $"{Number(product.Quantity(record.Decision.Planned))} planned, {Number(product.Quantity(record.Decision.Remainder))} left{held}";
    }

    private static string Of(BasketDecision decision)
    {
        string stages = string.Join(' ', decision.Stages.Select(stage => $"{string.Join('+', stage.Legs)}x{stage.Blocks}"));
        string held = decision.Blocking.IsEmpty
            ? string.Empty
            : $", held back by {string.Join(' ', decision.Blocking.Select(block => $"{block.Leg}:{Of(block.Limit)}"))}";
        return $"basket {decision.Slice.Basket.Value} {decision.Slice.Purpose}: {decision.Blocks} of {decision.Slice.Blocks} blocks [{stages}]{held}";
    }

    private static string Of(ChildOrderTerms terms)
    {
        Instrument instrument = TestFirm.Reference[terms.Instrument];
        string account = TestFirm.Firm.Subaccounts[terms.Subaccount.Value].Name;
        string reduce = terms.ReduceOnly ? " reduce-only" : string.Empty;
        string quote = terms.Quote is null ? string.Empty : $" by {terms.Quote.QuoteId} of {terms.Quote.Maker}";
        return $"{Of(terms.Id)} {account} {terms.Side} {Number(instrument.Quantity(terms.Quantity))} {instrument.Symbol} @ {Number(instrument.Price(terms.LimitPrice))}{reduce}{quote}";
    }

    private static string Of(ReportParent report)
    {
        string original = report.OriginalClientOrderId is null ? string.Empty : $" of {report.OriginalClientOrderId}";
        string trade = report.LastQuantity is decimal last
            ? $", {Number(last)} @ {Number(report.LastPrice!.Value)}{(report.LastVenue is null ? string.Empty : $" on {report.LastVenue} {report.Subaccount}")}"
            : string.Empty;
        string part = report.Multileg is null ? string.Empty : $" {report.Multileg} {report.LegReference}".TrimEnd();
        string because = report.Refusals.IsEmpty ? string.Empty : $", {string.Join(' ', report.Refusals.Select(Of))}";
        return $"report {report.ReportNumber} {report.ClientOrderId}{original}{part} {report.Kind} {report.Status} "
            + $"{Number(report.CumulativeQuantity)}+{Number(report.LeavesQuantity)} of {Number(report.Quantity)} avg {Number(report.AveragePrice)}{trade}{because}";
    }

    private static string VenueOrder(string? id) => id is null ? string.Empty : $" ({id})";
}
