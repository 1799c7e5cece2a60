using System.Text.Json;
using System.Text.Json.Serialization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
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
            children = decision.Children.Select(child => Child(child, firm, product)),
            rejected = decision.Rejected.Select(candidate => new
            {
                venue = VenueOf(candidate.Instrument, firm),
                subaccount = NameOf(candidate.Subaccount, firm),
                taken = product.Quantity(candidate.Taken),
                candidate.MarginalCostBasisPoints,
                candidate.NextUnit,
                reason = Reason(candidate.Refusal),
            }),
            margins = decision.Margins.Select(margin => Margin(margin, firm)),
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

    private static object Child(RouteChild child, Firm firm, Product product)
    {
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
        };
    }

    private static object Margin(AccountMargin margin, Firm firm) => new
    {
        subaccount = NameOf(margin.Subaccount, firm),
        currency = firm.Subaccounts[margin.Subaccount.Value].Reporting.Code,
        before = State(margin.Before),
        after = State(margin.After),
        margin.WorstUtilisation,
        margin.UtilisationLimit,
        unknown = margin.Unknown is null ? null : Reason(margin.Unknown),
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
