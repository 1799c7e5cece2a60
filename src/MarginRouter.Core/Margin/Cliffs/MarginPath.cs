using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>A line through the states of an account, by the factor on what changes: 1 is today.</summary>
internal sealed class MarginPath
{
    private const int Digits = 12;
    private const int MostDigits = 26;
    private readonly MarginCase today;
    private readonly ImmutableSortedSet<string> pegged;

    private MarginPath(CliffPathKind kind, string subject, MarginCase today, ImmutableSortedSet<string> pegged)
    {
        Kind = kind;
        Subject = subject;
        this.today = today;
        this.pegged = pegged;
    }

    public CliffPathKind Kind { get; }

    /// <summary>The underlying or instrument; "all" for prices together.</summary>
    public string Subject { get; }

    /// <summary>Every path of a case: each underlying, all prices together when there are several, each held position's size.</summary>
    public static ImmutableArray<MarginPath> Of(MarginCase today, ImmutableSortedSet<string> pegged)
    {
        string[] underlyings = [.. StressExposure.Of([today]).Underlyings
            .Where(code => !pegged.Contains(code) && code != today.Rules.Reporting.Code)];
        return
        [
            .. underlyings.Select(code => new MarginPath(CliffPathKind.Price, code, today, pegged)),
            .. underlyings.Length > 1 ? [new MarginPath(CliffPathKind.JointPrice, "all", today, pegged)] : Array.Empty<MarginPath>(),
            .. today.Positions.Where(position => position.Quantity != 0m)
                .Select(position => new MarginPath(CliffPathKind.Size, position.Instrument, today, pegged)),
        ];
    }

    /// <summary>The case at a factor; null with the refusal when it cannot be made.</summary>
    public MarginCase? CaseAt(decimal factor, out Refusal? refusal)
    {
        refusal = null;
        var none = ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);
        return Kind switch
        {
            CliffPathKind.Price => StressedCase.Of(
                new StressScenario { Name = Subject, Moves = none.SetItem(Subject, factor - 1m) }, today, out refusal),
            CliffPathKind.JointPrice => StressedCase.Of(
                new StressScenario { Name = Subject, Pegged = pegged, OtherMove = factor - 1m }, today, out refusal),
            CliffPathKind.Size => Resized(factor),
        };
    }

    /// <summary>Margin at a factor.</summary>
    public PathPoint At(decimal factor)
    {
        if (CaseAt(factor, out Refusal? refusal) is not { } moved || MarginCaseEvaluator.Assess(moved, out refusal) is not { } margin)
            return new PathPoint(0m, 0m, null, [], refusal);
        return new PathPoint(
            margin.LiquidationRequirement ?? margin.MaintenanceMargin, margin.LiquidationEquity ?? margin.Equity, margin.Utilisation, margin.Terms, null);
    }

    /// <summary>Traded at the mark, so that equity does not jump; the quantity is rounded to the twelfth digit after the first.</summary>
    private MarginCase Resized(decimal factor)
    {
        CasePosition position = today.Positions.First(one => one.Instrument == Subject);
        int digits = Digits;
        for (decimal size = Math.Abs(position.Quantity); size >= 10m && digits > 0; size /= 10m)
            digits--;
        for (decimal size = Math.Abs(position.Quantity); size < 1m && digits < MostDigits; size *= 10m)
            digits++;
        decimal change = Math.Round(position.Quantity * (factor - 1m), digits, MidpointRounding.ToEven);
        return change == 0m
            ? today
            : today with
            {
                Fills = today.Fills.Add(new CaseOrder(
                    Subject, change > 0m ? Side.Buy : Side.Sell, Math.Abs(change), position.Mark ?? position.EntryPrice, 0m, false)),
            };
    }
}
