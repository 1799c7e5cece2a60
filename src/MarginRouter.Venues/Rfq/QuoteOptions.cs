namespace MarginRouter.Venues.Rfq;

/// <summary>What a venue's file says of the firm quotes that its makers give.</summary>
public sealed record QuoteOptions
{
    private static readonly TimeSpan LongestLastLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(10);

    /// <summary>How long a maker may still refuse after its quote was taken (last look); zero (default) for none, at most one minute.</summary>
    public TimeSpan LastLook { get; init; }

    /// <summary>How long before its expiry a quote is no longer taken, for the way to the maker; default 5 ms, at most 10 s.</summary>
    public TimeSpan ExpiryMargin { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>True when no fee comes on top of a quoted price; false (default) where the account's taker fee does.</summary>
    public bool FeeIncluded { get; init; }

    /// <summary>True when makers are not told who asks, where the venue offers that (Bybit's <c>anonymous</c>).</summary>
    public bool Anonymous { get; init; }

    /// <summary>Requests that may be open at once; a further one is refused by name. 1 to 10,000, default 100.</summary>
    public int OpenRequests { get; init; } = 100;

    /// <summary>Quotes that are kept of one request; a further one is refused by name. 1 to 1,000, default 50 (Bybit's largest number of makers).</summary>
    public int QuotesPerRequest { get; init; } = 50;

    /// <summary>Lists everything that is wrong, each with the name of its option; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (LastLook < TimeSpan.Zero || LastLook > LongestLastLook)
            faults.Add($"quotes: LastLook {LastLook.TotalMilliseconds} ms is not between 0 and {LongestLastLook.TotalMilliseconds}");
        if (ExpiryMargin < TimeSpan.Zero || ExpiryMargin > LongestMargin)
            faults.Add($"quotes: ExpiryMargin {ExpiryMargin.TotalMilliseconds} ms is not between 0 and {LongestMargin.TotalMilliseconds}");
        if (OpenRequests is < 1 or > 10_000)
            faults.Add($"quotes: OpenRequests {OpenRequests} is not between 1 and 10000");
        if (QuotesPerRequest is < 1 or > 1_000)
            faults.Add($"quotes: QuotesPerRequest {QuotesPerRequest} is not between 1 and 1000");
        return faults;
    }
}
