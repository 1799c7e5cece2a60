using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;
using MarginRouter.Gateway;
using MarginRouter.Host.Configuration;
using Spectre.Console;

namespace MarginRouter.Host.Demo;

/// <summary>Shows an order of two legs: what it was worth that they were decided together.</summary>
internal sealed class PairPrinter(IAnsiConsole console, RouterConfiguration configuration)
{
    private static readonly string[] Names = ["spot", "perpetual"];

    public void Print(PairOutcome outcome)
    {
        PairScenario scenario = outcome.Scenario;
        console.WriteLine();
        console.Write(new Rule($"{scenario.Desk}: {Figure.Quantity(scenario.Quantity)} BTC spot against perpetual, {scenario.Name}") { Justification = Justify.Left });
        console.WriteLine(scenario.Shows);
        PairMeasures measures = new(configuration, outcome);
        BasketDecision first = outcome.Decisions[0];
        decimal limit = first.Slice.Accounts[0].Subaccount.UtilisationLimit;
        console.WriteLine(
            $"planned in {first.Stages.Length} stages of at most {Figure.Quantity(scenario.MaximumLegging)} BTC; every state of a stage's children holds the limit of {Figure.Percent(limit)}:");
        console.Write(StateTable(measures));
        console.WriteLine(
            $"margin that the whole pair adds: {Figure.Money(measures.JointMargin)} USD together, {Figure.Money(measures.SeparateMargin)} USD for each leg by itself: "
            + $"{Figure.Money(measures.SeparateMargin - measures.JointMargin)} USD saved by the offset");
        console.WriteLine(
            $"two routers of single legs: {string.Join(" and ", Names.Select((name, leg) => $"{Figure.Quantity(measures.Quantity(leg))} BTC {name}"))}, "
            + $"{Figure.Quantity(measures.UnhedgedAlone)} BTC unhedged");
        foreach ((string name, int leg) in Names.Select((name, leg) => (name, leg)))
        {
            foreach (Refusal held in measures.HeldBack(leg))
                console.WriteLine($"  {name} held back by {RefusalText.Of([held])}");
        }

        PrintEnd(outcome);
    }

    private void PrintEnd(PairOutcome outcome)
    {
        DeskReport final = outcome.Final;
        string status = final.OrdStatus switch { '2' => "filled", '4' => "canceled with a remainder", _ => "rejected" };
        IEnumerable<string> legs = Names.Select(name => (name, Last: outcome.Reports.LastOrDefault(report => report.Leg == name)))
            .Select(leg => $"{leg.name} {Figure.Quantity(leg.Last?.CumulativeQuantity)} at {Figure.Price(leg.Last?.AveragePrice)}");
        AccountMargin last = outcome.Decisions[^1].Margins[0];
        console.WriteLine(
            $"{status}: {Figure.Quantity(final.CumulativeQuantity)} pairs in {outcome.Decisions.Length} stages, {string.Join(", ", legs)}, net {Figure.Price(final.AveragePrice)} USD; "
            + $"utilisation {Figure.Percent(outcome.Decisions[0].Margins[0].Before?.Utilisation)} before, {Figure.Percent(last.After?.Utilisation)} after");
        if (final.Text is not null)
            console.WriteLine($"  Text(58): {final.Text}");
    }

    private static Table StateTable(PairMeasures measures)
    {
        Table table = new() { Title = new TableTitle("what may have filled of the first stage") };
        table.AddColumns("filled", "maintenance margin", "utilisation");
        foreach (PairState state in measures.States(Names))
            table.AddRow(state.Filled.Count == 0 ? "nothing" : string.Join(" and ", state.Filled), Figure.Money(state.Margin?.MaintenanceMargin), Figure.Percent(state.Margin?.Utilisation));
        return table;
    }
}
