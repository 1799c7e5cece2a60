using System.Collections.Immutable;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>A scenario book of an account, prepared once and evaluated in state after state: fills of contracts change quantities only.</summary>
internal sealed class StateScenarios
{
    private readonly PreparedScenarios<decimal> prepared;
    private readonly ScenarioNames names;
    private readonly decimal[] quantities;
    private readonly ImmutableArray<string> legs;

    /// <summary>Prepares a book before any fill.</summary>
    public StateScenarios(MarginRuleSet rules, ScenarioBook book)
    {
        names = new ScenarioNames(rules, book);
        prepared = ScenarioPreparation<decimal>.Prepare(rules, book, names);
        quantities = [.. prepared.Quantities];
        legs = [.. names.Legs.Select(leg => leg.Instrument)];
    }

    /// <summary>Equity of the last state.</summary>
    public decimal Equity { get; private set; }

    /// <summary>Initial margin of the last state.</summary>
    public decimal Initial { get; private set; }

    /// <summary>What must be kept in the last state.</summary>
    public decimal Kept { get; private set; }

    /// <summary>Evaluates the book after some fills of contracts; the refusal when a figure is missing.</summary>
    public Refusal? Evaluate(ReadOnlySpan<ScenarioFill> fills)
    {
        quantities.CopyTo(prepared.Quantities, 0);
        decimal profit = 0m;
        foreach (ref readonly ScenarioFill fill in fills)
        {
            int place = legs.IndexOf(fill.Instrument);
            ref readonly RiskLeg<decimal> leg = ref prepared.Legs[place];
            prepared.Quantities[place] += leg.Quantity(fill.Units);
            profit += leg.Gain(fill.Units, fill.Price) - (fill.Fee ?? 0m);
        }

        prepared.Evaluate(out BookResult<decimal> result);
        Equity = result.Equity + profit;
        Initial = result.Initial;
        Kept = result.Maintenance + prepared.Sums.Closing;
        return names.Refusal(prepared, result.Note);
    }
}
