using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Previews;

/// <summary>
/// Writes a route preview: as an indicative Quote (S) with the split, its price and cost, every account's margin and the candidates not
/// taken; or as a QuoteRequestReject (AG) with the reason when nothing would be sent.
/// </summary>
internal sealed class QuoteWriter(Firm firm, string instanceTag)
{
    private const int QuoteRequestRejectReasonTag = 658;
    private const int UnknownSymbol = 1;
    private const int OtherReason = 99;
    private const int QuoteTypeTag = 537;
    private const int IndicativeQuote = 0;
    private const int BidPriceTag = 132;
    private const int OfferPriceTag = 133;
    private const int BidSizeTag = 134;
    private const int OfferSizeTag = 135;

    public void Write(FixMessageWriter writer, AnswerPreview answer)
    {
        ImmutableArray<Refusal> refusals = Refusals(answer.Preview);
        if (refusals.IsEmpty)
            WriteQuote(writer, answer, answer.Preview.Decision!);
        else
            WriteReject(writer, answer.Id, answer.Request.Symbol, refusals);
    }

    /// <summary>Why nothing would be sent; empty when something would.</summary>
    public static ImmutableArray<Refusal> Refusals(RoutePreview preview)
    {
        if (preview.Refusal is Refusal refused)
            return [refused];
        RouteDecision decision = preview.Decision!;
        if (!decision.Children.IsEmpty)
            return [];
        return decision.Blocking.IsEmpty
            ? [.. decision.Rejected.Select(candidate => candidate.Refusal)]
            : [.. decision.Blocking.Select(breach => breach.Limit)];
    }

    public static void WriteReject(FixMessageWriter writer, string id, string symbol, ImmutableArray<Refusal> refusals)
    {
        writer.Begin(FixMsgType.QuoteRequestReject);
        writer.Append(FixTag.QuoteReqID, id);
        writer.Append(QuoteRequestRejectReasonTag, refusals[0].Reason == RefusalReason.UnknownProduct ? UnknownSymbol : OtherReason);
        writer.Append(FixTag.NoRelatedSym, 1);
        writer.Append(FixTag.Symbol, symbol);
        writer.AppendText(FixTag.Text, RefusalText.Of(refusals));
        RefusalFields.Write(writer, refusals[0]);
    }

    private void WriteQuote(FixMessageWriter writer, AnswerPreview answer, RouteDecision decision)
    {
        Product product = firm.Reference[decision.Slice.Product];
        decimal planned = product.Quantity(decision.Planned);
        decimal value = decision.Children.Sum(child => child.AveragePrice * product.Quantity(child.ProductQuantity));
        bool buys = answer.Request.Side == Side.Buy;
        writer.Begin(FixMsgType.Quote);
        writer.Append(FixTag.QuoteReqID, answer.Id);
        writer.Append(FixTag.QuoteID, string.Create(CultureInfo.InvariantCulture, $"{instanceTag}-q{answer.Preview.At.Nanoseconds}-{answer.Id}"));
        writer.Append(QuoteTypeTag, IndicativeQuote);
        writer.Append(FixTag.Symbol, answer.Request.Symbol);
        writer.Append(FixTag.Side, buys ? '1' : '2');
        writer.Append(FixTag.OrderQty, answer.Request.Quantity);
        writer.Append(buys ? OfferPriceTag : BidPriceTag, Figure(value / planned));
        writer.Append(buys ? OfferSizeTag : BidSizeTag, planned);
        writer.Append(FixTag.TransactTime, ReportTime.Utc(answer.Preview.At), FixTimestampPrecision.Microseconds);
        if (!decision.Blocking.IsEmpty)
        {
            writer.AppendText(FixTag.Text, RefusalText.Of([.. decision.Blocking.Select(breach => breach.Limit)]));
            RefusalFields.Write(writer, decision.Blocking[0].Limit);
        }

        WriteTotals(writer, decision, product);
        WriteChildren(writer, decision, product);
        WriteMargins(writer, decision);
        WriteRejected(writer, decision, product);
        if (decision.Transfers?.Suggestion is { } suggestion)
            WriteTransfer(writer, suggestion, product);
    }

    private void WriteTransfer(FixMessageWriter writer, TransferSuggestion suggestion, Product product)
    {
        writer.AppendText(DeskTag.TransferFrom, AccountName(suggestion.From));
        writer.AppendText(DeskTag.TransferTo, AccountName(suggestion.To));
        writer.AppendText(DeskTag.TransferAsset, suggestion.Asset.Code);
        writer.Append(DeskTag.TransferAmount, suggestion.Amount);
        writer.Append(DeskTag.TransferCost, Figure(suggestion.Cost));
        writer.Append(DeskTag.TransferSeconds, suggestion.ExpectedMilliseconds / 1000);
        writer.Append(DeskTag.TransferWorstSeconds, suggestion.WorstMilliseconds / 1000);
        writer.Append(DeskTag.TransferMore, product.Quantity(suggestion.More));
        writer.Append(DeskTag.TransferSaving, Figure(suggestion.Saving));
    }

    private static void WriteTotals(FixMessageWriter writer, RouteDecision decision, Product product)
    {
        Optional(writer, DeskTag.ArrivalPrice, decision.ArrivalPrice);
        writer.Append(DeskTag.PreviewCost, Figure(decision.Cost.Total));
        Optional(writer, DeskTag.PreviewCostBasisPoints, decision.CostBasisPoints);
        Optional(writer, DeskTag.PreviewGapBasisPoints, decision.GapBasisPoints);
        writer.Append(DeskTag.PreviewRemainder, product.Quantity(decision.Remainder));
        Optional(writer, DeskTag.BlindCostBasisPoints, decision.Blind.CostBasisPoints);
        writer.Append(DeskTag.BlindBreaches, decision.Blind.Breaches.Length);
    }

    private void WriteChildren(FixMessageWriter writer, RouteDecision decision, Product product)
    {
        writer.Append(DeskTag.NoPreviewChildren, decision.Children.Length);
        foreach (RouteChild child in decision.Children)
        {
            Instrument instrument = firm.Reference[child.Terms.Instrument];
            writer.AppendText(DeskTag.PreviewChildAccount, AccountName(child.Terms.Subaccount));
            writer.AppendText(DeskTag.PreviewChildVenue, firm.Reference[instrument.Venue].Name);
            writer.AppendText(DeskTag.PreviewChildInstrument, instrument.Symbol);
            writer.Append(DeskTag.PreviewChildQuantity, product.Quantity(child.ProductQuantity));
            writer.Append(DeskTag.PreviewChildLimit, instrument.Price(child.Terms.LimitPrice));
            writer.Append(DeskTag.PreviewChildPrice, Figure(child.AveragePrice));
            writer.Append(DeskTag.PreviewChildCostBasisPoints, Figure(child.CostBasisPoints));
            writer.Append(DeskTag.PreviewChildFee, Figure(child.Cost.Fee));
        }
    }

    private void WriteMargins(FixMessageWriter writer, RouteDecision decision)
    {
        writer.Append(DeskTag.NoMarginAccounts, decision.Margins.Length);
        foreach (AccountMargin margin in decision.Margins)
        {
            writer.AppendText(DeskTag.MarginAccount, AccountName(margin.Subaccount));
            writer.AppendText(DeskTag.MarginCurrency, firm.Subaccounts[margin.Subaccount.Value].Reporting.Code);
            Optional(writer, DeskTag.Equity, margin.Before?.Equity);
            Optional(writer, DeskTag.MaintenanceMargin, margin.Before?.MaintenanceMargin);
            Optional(writer, DeskTag.MaintenanceMarginAfter, margin.After?.MaintenanceMargin);
            Optional(writer, DeskTag.Utilisation, margin.Before?.Utilisation);
            Optional(writer, DeskTag.UtilisationAfter, margin.After?.Utilisation);
            Optional(writer, DeskTag.UtilisationWorst, margin.WorstUtilisation);
            Optional(writer, DeskTag.UtilisationLimit, margin.UtilisationLimit);
            if (margin.Unknown is Refusal unknown)
                writer.AppendText(DeskTag.MarginUnknown, RefusalText.Of([unknown]));
        }
    }

    private void WriteRejected(FixMessageWriter writer, RouteDecision decision, Product product)
    {
        writer.Append(DeskTag.NoRejectedCandidates, decision.Rejected.Length);
        foreach (RejectedCandidate candidate in decision.Rejected)
        {
            Instrument instrument = firm.Reference[candidate.Instrument];
            writer.AppendText(DeskTag.CandidateAccount, AccountName(candidate.Subaccount));
            writer.AppendText(DeskTag.CandidateVenue, firm.Reference[instrument.Venue].Name);
            writer.AppendText(DeskTag.CandidateInstrument, instrument.Symbol);
            writer.Append(DeskTag.CandidateTaken, product.Quantity(candidate.Taken));
            Optional(writer, DeskTag.CandidateCostBasisPoints, candidate.MarginalCostBasisPoints);
            writer.AppendText(DeskTag.CandidateReason, RefusalText.Of([candidate.Refusal]));
        }
    }

    private string AccountName(SubaccountId id) => firm.Subaccounts[id.Value].Name;

    private static void Optional(FixMessageWriter writer, int tag, decimal? value)
    {
        if (value is decimal figure)
            writer.Append(tag, Figure(figure));
    }

    /// <summary>Figures for people: eight decimals are more than any of them is known to.</summary>
    private static decimal Figure(decimal value) => decimal.Round(value, 8, MidpointRounding.ToEven);
}
