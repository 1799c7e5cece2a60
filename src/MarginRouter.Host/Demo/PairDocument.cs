using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing.Legs;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Explain;

namespace MarginRouter.Host.Demo;

/// <summary>An order of two legs as part of the JSON document of <c>demo --json</c>. Quantities are BTC, prices and costs USD, utilisations fractions of 1.</summary>
internal static class PairDocument
{
    private static readonly string[] Names = ["spot", "perpetual"];

    public static object Of(PairOutcome outcome, RouterConfiguration configuration)
    {
        PairMeasures measures = new(configuration, outcome);
        decimal limit = outcome.Decisions[0].Slice.Accounts[0].Subaccount.UtilisationLimit;
        return new
        {
            outcome.Scenario.Name,
            outcome.Scenario.Shows,
            outcome.Scenario.Desk,
            outcome.Scenario.Quantity,
            outcome.Scenario.MaximumLegging,
            outcome.ClientOrderId,
            filled = outcome.Final.CumulativeQuantity,
            notFilled = outcome.Scenario.Quantity - outcome.Final.CumulativeQuantity,
            netPrice = outcome.Final.AveragePrice,
            status = outcome.Final.OrdStatus switch { '2' => "filled", '4' => "canceled", _ => "rejected" },
            text = outcome.Final.Text,
            utilisationLimit = limit,
            stages = outcome.Decisions.Select(decision => Stage(decision, configuration)),
            legs = Names.Select((name, leg) => Leg(outcome, measures, name, leg)),
            states = measures.States(Names).Select(state => new
            {
                filled = state.Filled,
                maintenanceMargin = state.Margin?.MaintenanceMargin,
                utilisation = state.Margin?.Utilisation,
            }),
            separateMargin = measures.SeparateMargin,
            jointMargin = measures.JointMargin,
            offsetSaved = measures.SeparateMargin - measures.JointMargin,
            unhedgedAlone = measures.UnhedgedAlone,
        };
    }

    private static object Stage(BasketDecision decision, RouterConfiguration configuration) => new
    {
        purpose = decision.Slice.Purpose,
        children = decision.Legs.SelectMany(leg => leg.Children).Select(child =>
        {
            Instrument instrument = configuration.Firm.Reference[child.Terms.Instrument];
            return new { instrument = instrument.Symbol, child.Terms.Side, quantity = instrument.Quantity(child.Terms.Quantity) * instrument.Multiplier };
        }),
        margins = decision.Margins.Select(margin => new
        {
            subaccount = configuration.Firm.Subaccounts[margin.Subaccount.Value].Name,
            before = margin.Before?.Utilisation,
            after = margin.After?.Utilisation,
            margin.WorstUtilisation,
            margin.UtilisationLimit,
        }),
    };

    private static object Leg(PairOutcome outcome, PairMeasures measures, string name, int leg)
    {
        DeskReport? last = outcome.Reports.LastOrDefault(report => report.Leg == name);
        return new
        {
            name,
            filled = last?.CumulativeQuantity ?? 0m,
            averagePrice = last?.AveragePrice ?? 0m,
            alone = measures.Quantity(leg),
            aloneHeldBackBy = measures.HeldBack(leg).Select(DecisionDocument.Reason),
        };
    }
}
