using System.Collections.Immutable;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>
/// A venue's answer to a question about an account that need not be as it stands: which balances, positions and open orders the question
/// was about, and what margin the venue gives for them.
/// </summary>
public sealed record WhatIfAnswer
{
    /// <summary>
    /// The hypothetical account: balances and positions that the venue reckoned with, and in Margin its figures. The time is that of the
    /// statement on which the hypothesis rests.
    /// </summary>
    public required AccountSnapshot Account { get; init; }

    /// <summary>The question in words, for reports and alarms.</summary>
    public required string Question { get; init; }

    /// <summary>Orders that the question supposes to be open; none where it supposes positions.</summary>
    public ImmutableArray<PendingFill> Orders { get; init; } = [];

    /// <summary>Initial margin over equity, where the venue gives no amounts; null where it does.</summary>
    public decimal? InitialRate { get; init; }

    /// <summary>Worst losses over the venue's scenario grid by underlying; empty where it shows none.</summary>
    public ImmutableArray<UnderlyingLoss> WorstLosses { get; init; } = [];
}
