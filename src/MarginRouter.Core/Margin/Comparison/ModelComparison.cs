using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Comparison;

/// <summary>Evaluates one book under several models, calm and in scenarios.</summary>
public static class ModelComparison
{
    private const decimal Step = 0.01m;
    private const decimal FarUp = 5m;
    private const int Halvings = 40;

    /// <summary>Figures by scenario (calm first), then by model.</summary>
    public static ImmutableArray<ModelFigures> Evaluate(ComparedBook book, ImmutableArray<StressScenario> scenarios) =>
    [
        .. scenarios.Insert(0, StressScenario.Calm).SelectMany(scenario => book.Models.Select(model => Figures(model, scenario))),
    ];

    private static ModelFigures Figures(ComparedModel model, StressScenario scenario)
    {
        if (StressedCase.Of(scenario, model.Case, out Refusal? refusal) is not { } stressed)
            return Unknown(model, scenario, refusal!);
        return model.Judgement switch
        {
            MarginJudgement.Whole => Whole(model, scenario, stressed),
            MarginJudgement.Summed => Summed(model, scenario, stressed),
            MarginJudgement.Apart => Apart(model, scenario, stressed),
        };
    }

    private static ModelFigures Whole(ComparedModel model, StressScenario scenario, MarginCase stressed)
    {
        if (MarginCaseEvaluator.Evaluate(stressed, out Refusal? refusal) is not { Margin: { } margin } figures)
            return Unknown(model, scenario, refusal!);
        return new ModelFigures(
            model.Name,
            scenario.Name,
            margin.Equity,
            figures.InitialKnown ? margin.InitialMargin : null,
            margin.MaintenanceMargin,
            margin.Utilisation,
            figures.LiquidationDistance,
            null);
    }

    private static ModelFigures Summed(ComparedModel model, StressScenario scenario, MarginCase stressed)
    {
        if (Sum(stressed, out Refusal? refusal) is not { } sum)
            return Unknown(model, scenario, refusal!);
        decimal? utilisation = sum.Maintenance == 0m ? 0m : sum.Equity > 0m ? sum.Maintenance / sum.Equity : null;
        return new ModelFigures(model.Name, scenario.Name, sum.Equity, sum.Initial, sum.Maintenance, utilisation, Distance(stressed), null);
    }

    /// <summary>
    /// Isolated under rules that know no isolated mode: what was put aside is the initial margin of today, whatever the scenario. The
    /// premium of an option sold stays with it.
    /// </summary>
    private static ModelFigures Apart(ComparedModel model, StressScenario scenario, MarginCase stressed)
    {
        decimal equity = 0m;
        decimal initial = 0m;
        decimal maintenance = 0m;
        decimal? utilisation = 0m;
        decimal? distance = null;
        foreach (CasePosition position in model.Case.Positions.Where(position => position.Quantity != 0m))
        {
            if (StressedCase.Of(StressScenario.Calm, Alone(model.Case, position), out Refusal? refusal) is not { } today
                || MarginCaseEvaluator.Assess(today, out refusal) is not { } opened
                || StressedCase.Of(scenario, PutAside(today, opened.InitialMargin - (position.Option is null ? 0m : opened.Equity)), out refusal) is not { } part
                || MarginCaseEvaluator.Evaluate(part, out refusal) is not { Margin: { } margin } figures)
                return Unknown(model, scenario, refusal!);
            equity += margin.Equity;
            initial += margin.InitialMargin;
            maintenance += margin.MaintenanceMargin;
            utilisation = margin.Utilisation is null || utilisation is null ? null : Math.Max(utilisation.Value, margin.Utilisation.Value);
            distance = figures.LiquidationDistance is { } near ? Math.Min(distance ?? near, near) : distance;
        }

        return new ModelFigures(model.Name, scenario.Name, equity, initial, maintenance, utilisation, distance, null);
    }

    private static ModelFigures Unknown(ComparedModel model, StressScenario scenario, Refusal refusal) =>
        new(model.Name, scenario.Name, null, null, null, null, null, refusal);

    private static (decimal Equity, decimal Initial, decimal Maintenance)? Sum(MarginCase margin, out Refusal? refusal)
    {
        if (MarginCaseEvaluator.Assess(margin, out refusal) is not { } whole)
            return null;
        decimal initial = 0m;
        decimal maintenance = 0m;
        foreach (CasePosition position in margin.Positions.Where(position => position.Quantity != 0m))
        {
            if (MarginCaseEvaluator.Assess(Alone(margin, position), out refusal) is not { } part)
                return null;
            initial += part.InitialMargin;
            maintenance += part.LiquidationRequirement ?? part.MaintenanceMargin;
        }

        return (whole.LiquidationEquity ?? whole.Equity, initial, maintenance);
    }

    /// <summary>The case with one position and nothing else.</summary>
    private static MarginCase Alone(MarginCase margin, CasePosition position)
    {
        ImmutableSortedDictionary<string, decimal> prices = margin.Prices.SetItems(margin.Balances
            .Where(balance => balance.Price is not null)
            .Select(balance => KeyValuePair.Create(balance.Asset.Code, balance.Price!.Value)));
        return margin with { Positions = [position], Balances = [], Orders = [], Fills = [], Prices = prices };
    }

    /// <summary>The case with an amount of collateral: the reporting currency where the rules count it, else the first coin that they do.</summary>
    private static MarginCase PutAside(MarginCase margin, decimal amount)
    {
        string[] listed = [.. margin.Rules.Haircuts.Keys.Where(margin.Prices.ContainsKey)];
        bool counts = margin.Rules.Haircuts.IsEmpty || margin.Rules.Haircuts.ContainsKey(margin.Rules.Reporting.Code) || listed.Length == 0;
        Asset asset = counts ? margin.Rules.Reporting : new Asset(listed[0]);
        decimal price = counts ? 1m : margin.Prices[asset.Code];
        return amount <= 0m ? margin : margin with { Balances = [new CaseBalance(asset, amount / price, null)] };
    }

    /// <summary>Smallest move of one underlying at which the summed requirement reaches equity, walked in steps of one per cent.</summary>
    private static decimal? Distance(MarginCase stressed)
    {
        decimal? nearest = null;
        foreach (string code in stressed.Positions.Where(position => position.Quantity != 0m).Select(position => position.Underlying.Code).Distinct())
        {
            foreach (decimal way in new[] { -Step, Step })
                nearest = Walk(stressed, code, way) is { } move ? Math.Min(nearest ?? move, move) : nearest;
        }

        return nearest;
    }

    private static decimal? Walk(MarginCase stressed, string code, decimal step)
    {
        if (Liquidates(stressed, code, 0m) is not false)
            return 0m;
        for (decimal move = step; move is > -1m and <= FarUp; move += step)
        {
            bool? gone = Liquidates(stressed, code, move);
            if (gone is null)
                return null;
            if (gone is false)
                continue;
            (decimal safe, decimal over) = (move - step, move);
            for (int i = 0; i < Halvings; i++)
            {
                decimal middle = (safe + over) / 2m;
                (safe, over) = Liquidates(stressed, code, middle) is true ? (safe, middle) : (middle, over);
            }

            return Math.Abs(over);
        }

        return null;
    }

    private static bool? Liquidates(MarginCase stressed, string code, decimal move)
    {
        StressScenario moved = new() { Name = code, Moves = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal).SetItem(code, move) };
        return StressedCase.Of(moved, stressed, out _) is { } found && Sum(found, out _) is { } sum
            ? sum.Maintenance > 0m && sum.Maintenance >= sum.Equity
            : null;
    }
}
