namespace MarginRouter.Host.Configuration;

/// <summary>How a venue's what-if call is used to compare its margin with ours for positions that are not held.</summary>
/// <param name="EveryMilliseconds">Least time between two questions of an account; at least 1000.</param>
/// <param name="Share">What a question supposes to be added to a position, in multiples of the account's equity; positive.</param>
public sealed record WhatIfSettings(int EveryMilliseconds, decimal Share)
{
    /// <summary>What holds where a file says nothing: once a minute, three times the equity.</summary>
    public static WhatIfSettings Default { get; } = new(60_000, 3m);
}
