using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>The accounts that are stressed together.</summary>
/// <param name="Name">The desk.</param>
/// <param name="Currency">The currency of its totals.</param>
/// <param name="Rates">Today's value in it of one unit of the accounts' currencies, by code; its own is one.</param>
/// <param name="Accounts">Its accounts; at least one.</param>
public sealed record StressDesk(
    string Name, Asset Currency, ImmutableSortedDictionary<string, decimal> Rates, ImmutableArray<StressAccount> Accounts);
