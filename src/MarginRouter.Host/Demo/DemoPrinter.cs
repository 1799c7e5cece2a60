using MarginRouter.Core.Engine;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Explain;
using Spectre.Console;

namespace MarginRouter.Host.Demo;

/// <summary>Shows a scenario: its decisions, and the fills that the desk was told of.</summary>
internal sealed class DemoPrinter(IAnsiConsole console, Firm firm)
{
    private readonly DecisionPrinter decisions = new(console, firm);

    public void Print(DemoOutcome outcome)
    {
        DemoScenario scenario = outcome.Scenario;
        console.WriteLine();
        console.Write(new Rule($"{scenario.Desk}: {scenario.Side} {Figure.Quantity(scenario.Quantity)} BTC, {scenario.Name}") { Justification = Justify.Left });
        console.WriteLine(scenario.Shows);
        foreach (RouteDecision decision in outcome.Decisions)
            decisions.Print(decision, outcome.Decisions.Length);
        PrintReports(outcome);
    }

    private void PrintReports(DemoOutcome outcome)
    {
        Table table = new() { Title = new TableTitle($"fills reported to the desk over FIX ({outcome.ClientOrderId})") };
        table.AddColumns("venue", "subaccount", "BTC", "USD", "fee");
        foreach (IGrouping<(string?, string?), DeskReport> fills in outcome.Reports.Where(report => report.ExecType == 'F').GroupBy(report => (report.LastVenue, report.Account)))
        {
            decimal quantity = fills.Sum(fill => fill.LastQuantity ?? 0m);
            decimal price = fills.Sum(fill => (fill.LastQuantity ?? 0m) * (fill.LastPrice ?? 0m)) / quantity;
            table.AddRow(
                fills.Key.Item1 ?? "-",
                fills.Key.Item2 ?? "-",
                $"{Figure.Quantity(quantity)} in {fills.Count()}",
                Figure.Price(price),
                $"{Figure.Quantity(fills.Sum(fill => fill.Commission ?? 0m))} {fills.First().CommissionCurrency}");
        }

        if (table.Rows.Count > 0)
            console.Write(table);
        DeskReport final = outcome.Final;
        string status = final.OrdStatus switch { '2' => "filled", '4' => "canceled with a remainder", _ => "rejected" };
        console.WriteLine(
            $"{status}: CumQty {Figure.Quantity(final.CumulativeQuantity)}, AvgPx {Figure.Price(final.AveragePrice)}, "
            + $"not filled {Figure.Quantity(outcome.Scenario.Quantity - final.CumulativeQuantity)}; "
            + $"cost against arrival {Figure.BasisPoints(DemoMeasures.RealisedCostBasisPoints(outcome, firm))} bp, fees included");
        if (final.Text is not null)
            console.WriteLine($"  Text(58): {final.Text}");
    }
}
