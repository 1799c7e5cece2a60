using System.Text.Json;
using MarginRouter.Core.Engine;
using MarginRouter.Host.Explain;

namespace MarginRouter.Host.Demo;

/// <summary>The demo's result as the one JSON document of <c>demo --json</c>. Quantities are BTC, prices and costs USD, utilisations fractions of 1.</summary>
internal static class DemoDocument
{
    public static string Write(DemoResult result)
    {
        Firm firm = result.Configuration.Firm;
        return JsonSerializer.Serialize(
            new
            {
                books = result.Books,
                journal = result.Journal,
                parents = result.Outcomes.Select(outcome => Parent(outcome, firm)),
                pairs = result.Pairs.Select(outcome => PairDocument.Of(outcome, result.Configuration)),
            },
            DecisionDocument.Json);
    }

    private static object Parent(DemoOutcome outcome, Firm firm) => new
    {
        outcome.Scenario.Name,
        outcome.Scenario.Shows,
        outcome.Scenario.Desk,
        outcome.Scenario.Side,
        outcome.Scenario.Quantity,
        outcome.ClientOrderId,
        filled = outcome.Final.CumulativeQuantity,
        notFilled = outcome.Scenario.Quantity - outcome.Final.CumulativeQuantity,
        averagePrice = outcome.Final.AveragePrice,
        status = outcome.Final.OrdStatus switch { '2' => "filled", '4' => "canceled", _ => "rejected" },
        costBasisPoints = DemoMeasures.RealisedCostBasisPoints(outcome, firm),
        text = outcome.Final.Text,
        routes = outcome.Decisions.Select(decision => DecisionDocument.Of(decision, firm)),
        fills = outcome.Reports.Where(report => report.ExecType == 'F').Select(report => new
        {
            venue = report.LastVenue,
            subaccount = report.Account,
            quantity = report.LastQuantity,
            price = report.LastPrice,
            fee = report.Commission,
            feeAsset = report.CommissionCurrency,
        }),
    };
}
