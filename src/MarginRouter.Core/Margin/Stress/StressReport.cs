using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>A desk's accounts against all scenarios, today ("calm") first.</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Rows">By scenario, then by account, in their orders.</param>
/// <param name="Totals">By scenario.</param>
public sealed record StressReport(StressDesk Desk, ImmutableArray<StressRow> Rows, ImmutableArray<StressTotal> Totals)
{
    /// <summary>The worst state of each account, in the desk's order; the first of several that are equally bad.</summary>
    public ImmutableArray<StressRow> WorstByAccount =>
        [.. Desk.Accounts.Select(account => Rows.Where(row => row.Account == account.Name).Aggregate((worst, row) => row.IsWorseThan(worst) ? row : worst))];

    /// <summary>The scenario in which the desk loses most among those that are known whole; null when none is.</summary>
    public StressTotal? WorstForDesk => Totals.Where(total => total.Loss is not null).MaxBy(total => total.Loss);
}
