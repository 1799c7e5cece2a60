using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>Says why margin breaks: from the addend that breaks most, and from the tables whose row changes there.</summary>
internal static class CliffCauses
{
    /// <summary>The cause, what it is about, and the jump of the least initial margin.</summary>
    /// <param name="before">Two places just below the break and their margin, the lower one first.</param>
    /// <param name="after">Two places just above it, the lower one first.</param>
    /// <param name="path">The path.</param>
    public static (CliffCause Cause, string Where, decimal InitialJump) Of(BreakSide before, BreakSide after, MarginPath path)
    {
        string term = LargestBreak(before, after);
        string name = term.Split(' ')[0];
        string subject = term[name.Length..].TrimStart();
        MarginCase below = path.CaseAt(before.Outer, out _)!;
        MarginCase above = path.CaseAt(after.Outer, out _)!;
        if (Crossed(below, above, subject) is { } crossed)
            return crossed;
        bool vanishes = before.At.Term(term) == 0m || after.At.Term(term) == 0m;
        bool turns = before.At.Term(term) > 0m != after.At.Term(term) > 0m;
        return name switch
        {
            "positionMargin" or "closingFee" when vanishes => (CliffCause.Offset, $"{subject} is netted", 0m),
            "wallet" or "netCollateral" or "pool" or "asset" when turns => (CliffCause.Debt, subject, 0m),
            "wallet" or "netCollateral" or "pool" => (CliffCause.Haircut, subject, 0m),
            "collateralAtThreshold" => (CliffCause.Haircut, "cap on collateral", 0m),
            "borrowMargin" or "borrowed" or "balance" => (CliffCause.Debt, subject, 0m),
            "minimumCharge" => (CliffCause.MinimumCharge, subject, 0m),
            "stableMismatch" => (CliffCause.Offset, $"stable coins against each other, {subject}", 0m),
            "basis" => (CliffCause.Offset, $"delta of {subject} changes its side", 0m),
            "scan" => Scan(below, above, subject),
            _ when below.Rules.Book is { Scope: MarginScope.Isolated } => (CliffCause.WorstPart, "another position is nearest to liquidation", 0m),
            _ => (CliffCause.Other, term, 0m),
        };
    }

    private static string LargestBreak(BreakSide before, BreakSide after)
    {
        string largest = string.Empty;
        decimal most = 0m;
        foreach (string name in before.At.Terms.Concat(after.At.Terms).Select(term => term.Name).Distinct(StringComparer.Ordinal))
        {
            decimal jump = Math.Abs(after.At.Term(name) - before.At.Term(name));
            decimal bend = Math.Abs(after.Slope(point => point.Term(name)) - before.Slope(point => point.Term(name)));
            if (jump + (bend / 100m) > most)
                (most, largest) = (jump + (bend / 100m), name);
        }

        return largest;
    }

    private static (CliffCause Cause, string Where, decimal InitialJump)? Crossed(MarginCase below, MarginCase above, string subject)
    {
        ImmutableArray<TableSize> left = TableSize.Of(below);
        ImmutableArray<TableSize> right = TableSize.Of(above);
        int found = -1;
        for (int i = 0; i < left.Length && i < right.Length; i++)
        {
            // The addend says which; where it is a sum over several (a cap, a netted pair), any row that changes is named.
            if (left[i].Row != right[i].Row && (found < 0 || left[i].Subject == subject))
                found = i;
        }

        if (found < 0)
            return null;
        (TableSize one, TableSize two) = (left[found], right[found]);
        decimal bound = one.Bounds[Math.Min(one.Row, two.Row)];
        return (one.Cause, string.Create(CultureInfo.InvariantCulture, $"{one.Subject} at {bound:0.########}"), InitialJump(below, one, two));
    }

    private static decimal InitialJump(MarginCase margin, TableSize below, TableSize above)
    {
        if (below.Position is not { Leverage: { } leverage } position || below.Tiers is not { } tiers || margin.Rules.Book is { NoInitial: true })
            return 0m;
        decimal units = Math.Abs(TableSize.Contracts(margin, position)) * position.Multiplier;
        decimal price = position.Mark ?? position.EntryPrice;
        decimal value = position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture ? units / price : units * price;
        return (Least(tiers, above.Row, leverage) - Least(tiers, below.Row, leverage)) * value;
    }

    private static decimal Least(TierTable tiers, int row, decimal leverage)
    {
        decimal most = row < tiers.Tiers.Length ? tiers.Tiers[row].MaximumLeverage ?? leverage : leverage;
        return 1m / Math.Min(leverage, most);
    }

    /// <summary>The scan bends because the hedge covers no more, or because another scenario is the worst.</summary>
    private static (CliffCause Cause, string Where, decimal InitialJump) Scan(MarginCase below, MarginCase above, string underlying)
    {
        WorstScenario? first = ScenarioCase.Assess(below, out _)?.Figures.Worst;
        WorstScenario? second = ScenarioCase.Assess(above, out _)?.Figures.Worst;
        bool covered = first is null or { Loss: 0m } || second is null or { Loss: 0m };
        bool same = first?.PriceMove == second?.PriceMove && first?.VolatilityMove == second?.VolatilityMove;
        return covered || same
            ? (CliffCause.Offset, $"hedge of {underlying} is used up", 0m)
            : (CliffCause.Scenario, string.Create(
                CultureInfo.InvariantCulture, $"{underlying}: worst price move {first!.PriceMove:0.####} and {second!.PriceMove:0.####}"), 0m);
    }
}
