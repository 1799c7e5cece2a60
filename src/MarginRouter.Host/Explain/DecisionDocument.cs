using System.Text.Json;
using System.Text.Json.Serialization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Host.Explain;

/// <summary>A decision as part of a JSON document. Quantities are base units, prices and costs the pricing asset, utilisations fractions of 1.</summary>
internal static class DecisionDocument
{
    /// <summary>How documents with decisions are written.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The decision with its explanation.</summary>
    public static object Of(RouteDecision decision, Firm firm)
    {
        Product product = firm.Reference[decision.Slice.Product];
        return new
        {
            decision.Slice.Attempt,
            wanted = product.Quantity(decision.Slice.Quantity),
            planned = product.Quantity(decision.Planned),
            remainder = product.Quantity(decision.Remainder),
            decision.ArrivalPrice,
            cost = decision.Cost,
            decision.CostBasisPoints,
            decision.GapBasisPoints,
            children = decision.Children.Select(child => Child(child, decision.Slice, firm)),
            rejected = decision.Rejected.Select(candidate => new
            {
                venue = VenueOf(candidate.Instrument, firm),
                subaccount = NameOf(candidate.Subaccount, firm),
                taken = product.Quantity(candidate.Taken),
                candidate.MarginalCostBasisPoints,
                candidate.NextUnit,
                adl = Queue(decision.Slice, candidate.Subaccount, firm.Reference[candidate.Instrument]),
                quote = candidate.Quote is null ? null : Taken(candidate.Quote),
                reason = Reason(candidate.Refusal),
            }),
            quotes = decision.Slice.Quotes.IsEmpty ? null : decision.Slice.Quotes.Select(quote => Quote(quote, firm)),
            margins = decision.Margins.Select(margin => Margin(margin, decision.Slice, firm)),
            blocking = decision.Blocking.Select(breach => new { subaccount = NameOf(breach.Subaccount, firm), limit = Reason(breach.Limit) }),
            reliefs = decision.Reliefs.Select(relief => new
            {
                subaccount = NameOf(relief.Subaccount, firm),
                relief.Collateral,
                more = product.Quantity(relief.More),
                relief.CostBasisPoints,
                relief.Saving,
                relief.ShadowPrice,
            }),
            limitReliefs = decision.LimitReliefs.Select(relief => new
            {
                limit = relief.Limit.ToString(),
                relief.Subject,
                more = product.Quantity(relief.More),
                relief.CostBasisPoints,
            }),
            transfers = decision.Transfers is null ? null : Transfers(decision.Transfers, firm, product),
            blindSweep = new
            {
                filled = product.Quantity(decision.Blind.Filled),
                cost = decision.Blind.Cost,
                decision.Blind.CostBasisPoints,
                breaches = decision.Blind.Breaches.Select(breach => new { subaccount = NameOf(breach.Subaccount, firm), limit = Reason(breach.Limit) }),
            },
            workUnits = decision.WorkUnitsUsed,
        };
    }

    private static object Transfers(TransferAdvice advice, Firm firm, Product product) => new
    {
        suggestion = advice.Suggestion is not { } one ? null : new
        {
            from = NameOf(one.From, firm),
            to = NameOf(one.To, firm),
            asset = one.Asset.Code,
            one.Kind,
            one.Amount,
            one.Fee,
            one.Arrives,
            one.Cost,
            expectedSeconds = one.ExpectedMilliseconds / 1000m,
            worstSeconds = one.WorstMilliseconds / 1000m,
            planned = product.Quantity(one.Planned),
            more = product.Quantity(one.More),
            one.RouteCost,
            one.Saving,
            one.MoreCost,
            one.NetBenefit,
            one.DonorUtilisation,
            one.ReceiverUtilisation,
        },
        refused = advice.Refused.Select(refused => new
        {
            from = NameOf(refused.From, firm),
            to = NameOf(refused.To, firm),
            asset = refused.Asset.Code,
            reason = Reason(refused.Reason),
        }),
        workUnits = advice.WorkUnitsUsed,
        advice.IsCutShort,
    };

    private static object Child(RouteChild child, RouteRequest slice, Firm firm)
    {
        Product product = firm.Reference[slice.Product];
        Instrument instrument = firm.Reference[child.Terms.Instrument];
        return new
        {
            venue = VenueOf(instrument.Id, firm),
            instrument = instrument.Symbol,
            subaccount = NameOf(child.Terms.Subaccount, firm),
            quantity = product.Quantity(child.ProductQuantity),
            limitPrice = instrument.Price(child.Terms.LimitPrice),
            limitCurrency = instrument.Quote.Code,
            child.Terms.ReduceOnly,
            child.AveragePrice,
            child.Cost,
            child.CostBasisPoints,
            adl = Queue(slice, child.Terms.Subaccount, instrument),
            quote = child.Terms.Quote is null ? null : Taken(child.Terms.Quote),
        };
    }

    private static object Taken(ChildQuote quote) => new { id = quote.QuoteId, quote.Maker, quote.AllOrNothing };

    /// <summary>A quote as the decision saw it: price and sizes in the instrument's own units.</summary>
    private static object Quote(RouteQuote seen, Firm firm)
    {
        FirmQuote quote = seen.Quote;
        Instrument instrument = firm.Reference[quote.Instrument];
        return new
        {
            id = quote.QuoteId,
            quote.Maker,
            venue = VenueOf(quote.Instrument, firm),
            instrument = instrument.Symbol,
            price = instrument.Price(quote.Price),
            quantity = instrument.Quantity(quote.Quantity),
            minimumQuantity = instrument.Quantity(quote.MinimumQuantity),
            validUntilMilliseconds = quote.ValidUntil.ToMilliseconds(),
            quote.LastLookMilliseconds,
            quote.FeeIncluded,
            unavailable = seen.Unavailable is null ? null : Reason(seen.Unavailable),
        };
    }

    /// <summary>The place in the venue's deleveraging queue of the position that a candidate adds to, and its surcharge; null when it adds to none.</summary>
    private static object? Queue(RouteRequest slice, SubaccountId subaccount, Instrument instrument) =>
        AdlSurcharge.Of(slice, subaccount, instrument) is not { } queue ? null : new { rank = Rank(queue.Rank), queue.BasisPoints };

    private static object? Rank(AdlRank? rank) => rank is null ? null : new { rank.Stated, rank.Safest, rank.First, rank.Nearness };

    private static object Margin(AccountMargin margin, RouteRequest slice, Firm firm) => new
    {
        subaccount = NameOf(margin.Subaccount, firm),
        currency = firm.Subaccounts[margin.Subaccount.Value].Reporting.Code,
        before = State(margin.Before),
        after = State(margin.After),
        margin.WorstUtilisation,
        margin.UtilisationLimit,
        unknown = margin.Unknown is null ? null : Reason(margin.Unknown),
        adlRanks = slice.Accounts.Where(account => account.Subaccount.Id == margin.Subaccount && account.Account is not null)
            .SelectMany(account => account.Account!.Positions)
            .Where(position => position.AdlRank is not null)
            .Select(position => new { instrument = firm.Reference[position.Instrument].Symbol, rank = Rank(position.AdlRank) }),
    };

    private static object? State(MarginAssessment? state) => state is null ? null : new
    {
        state.Equity,
        state.InitialMargin,
        state.MaintenanceMargin,
        state.AcceptanceRequired,
        state.AcceptanceAvailable,
        state.Utilisation,
    };

    /// <summary>A refusal with its figures.</summary>
    public static object Reason(Refusal refusal) => new
    {
        rule = refusal.Reason,
        refusal.Subject,
        refusal.Required,
        refusal.Available,
        refusal.Threshold,
    };

    private static string VenueOf(InstrumentId instrument, Firm firm) => firm.Reference[firm.Reference[instrument].Venue].Name;

    private static string NameOf(SubaccountId subaccount, Firm firm) => firm.Subaccounts[subaccount.Value].Name;
}
