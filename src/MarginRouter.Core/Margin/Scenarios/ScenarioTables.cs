using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// What the rules and one set of prices say whatever an account holds: figures, and profits by scenario per unit of quantity. Accounts
/// and repeated preparations under them share it, so that it is calculated, and stands in the caches, once. It ends with its prices.
/// One thread at a time.
/// </summary>
internal sealed class ScenarioTables<T>
    where T : struct, INumber<T>
{
    private readonly Dictionary<ColumnKey, T[]> columns = [];

    public ScenarioTables(MarginRuleSet rules)
    {
        Rules = rules;
        Figures = new ScenarioFigureSet<T>(rules.Scenario!);
    }

    /// <summary>The rules.</summary>
    public MarginRuleSet Rules { get; }

    /// <summary>Their figures that hold for every underlying.</summary>
    public ScenarioFigureSet<T> Figures { get; }

    /// <summary>Profit per unit of quantity by lane. All linear and all inverse contracts of an underlying gain alike and share a column.</summary>
    /// <param name="leg">The leg, of one unit of quantity.</param>
    /// <param name="index">Price of the underlying in the reporting currency; positive.</param>
    /// <param name="points">The scenarios by lane.</param>
    /// <param name="options">True when the scenarios move volatilities too.</param>
    public T[] Column(ScenarioLeg leg, decimal index, IReadOnlyList<(decimal Move, int Volatility)> points, bool options)
    {
        ScenarioLegKind kind = leg.Kind == ScenarioLegKind.Spot ? ScenarioLegKind.Linear : leg.Kind;
        ScenarioLeg? option = kind == ScenarioLegKind.Option ? leg with { Entry = leg.Mark } : null;
        ColumnKey key = new(leg.Underlying, kind, index, options, option);
        if (columns.TryGetValue(key, out T[]? known))
            return known;
        known = [.. points.Select(point => T.CreateChecked(LegShock.Profit(Rules.Scenario!, leg, index, point.Move, point.Volatility)))];
        columns.Add(key, known);
        return known;
    }

    private readonly record struct ColumnKey(string Underlying, ScenarioLegKind Kind, decimal Index, bool Options, ScenarioLeg? Option);
}
