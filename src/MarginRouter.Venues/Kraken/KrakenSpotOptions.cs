using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Reference;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken;

/// <summary>What the Kraken spot adapter is told: addresses, instruments, accounts and time limits.</summary>
public sealed record KrakenSpotOptions
{
    /// <summary>The venue.</summary>
    public required VenueId Venue { get; init; }

    /// <summary>The pairs, by their v2 symbols such as BTC/USD; their grids must be those of the venue's table of pairs.</summary>
    public required ImmutableArray<Instrument> Instruments { get; init; }

    /// <summary>The accounts; may be empty when only market data is wanted.</summary>
    public required ImmutableArray<KrakenAccountOptions> Accounts { get; init; }

    /// <summary>Base of the public socket; <c>/v2</c> is appended.</summary>
    public Uri PublicSocket { get; init; } = new("wss://ws.kraken.com");

    /// <summary>Base of the private socket; <c>/v2</c> is appended.</summary>
    public Uri PrivateSocket { get; init; } = new("wss://ws-auth.kraken.com");

    /// <summary>Base of the REST interface; <c>/0/...</c> is appended.</summary>
    public Uri Rest { get; init; } = new("https://api.kraken.com");

    /// <summary>Book levels a side: 10, 25, 100, 500 or 1000; default 100.</summary>
    public int BookDepth { get; init; } = 100;

    /// <summary>Without any frame for this long the books are stale and the socket is opened anew; default 10 s.</summary>
    public TimeSpan LivenessLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a quiet book and an unchanged mark are confirmed while frames come in; default 500 ms.</summary>
    public TimeSpan ConfirmationInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Least time between two subscriptions to one book after faults; default 1 s.</summary>
    public TimeSpan ResubscribeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for an answer on a socket or over REST; default 5 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Life of an order request: Kraken refuses to take it later than this after it was written, so that a lost order is certain after
    /// it. Kraken takes 500 ms to 60 s; default 5 s.
    /// </summary>
    public TimeSpan OrderDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an accepted immediate-or-cancel order may live without a report of its end before it is queried; default 5 s.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between full account statements over REST; default 30 s.</summary>
    public TimeSpan StatementInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Least time between two statements when fills ask for one; default 5 s, which Kraken's call counter bears.</summary>
    public TimeSpan StatementSpacing { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What happens to an order that would meet one of the same account; null takes the venue's default, which ends the newer one.</summary>
    public SelfTradePrevention? SelfTradePrevention { get; init; }

    /// <summary>
    /// The venue's dead man's switch: it cancels all orders of an account from which nothing is heard for this long, from 1 second to a day in
    /// whole seconds; null leaves it alone. Kraken advises a minute, set every 15 to 30 seconds.
    /// </summary>
    public TimeSpan? CancelAfter { get; init; }

    /// <summary>
    /// How instruments and fees are read from the venue; null reads neither: the configured fees stand, and steps that are not the venue's stop
    /// the adapter at its start.
    /// </summary>
    public ReferenceOptions? Reference { get; init; }

    /// <summary>Waits between attempts to connect.</summary>
    public ReconnectOptions Reconnect { get; init; } = ReconnectOptions.Default;

    /// <summary>Lists everything that is wrong; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (!Books.BookDepths.IsOffered(BookDepth))
            faults.Add($"BookDepth {BookDepth} is not 10, 25, 100, 500 or 1000");
        if (OrderDeadline < TimeSpan.FromMilliseconds(500) || OrderDeadline > TimeSpan.FromSeconds(60))
            faults.Add($"OrderDeadline {OrderDeadline} is not between 500 ms and 60 s");
        if (CancelAfter < TimeSpan.FromSeconds(1) || CancelAfter > TimeSpan.FromDays(1))
            faults.Add($"CancelAfter {CancelAfter} is not between 1 s and a day");
        if (Instruments.IsDefaultOrEmpty)
            faults.Add("Instruments is empty");
        foreach (KrakenAccountOptions account in Accounts)
        {
            if (account.ApiKey.Length == 0 || account.ApiSecret.Length == 0)
                faults.Add($"subaccount {account.Subaccount.Value}: ApiKey or ApiSecret is missing");
            else if (!Convert.TryFromBase64String(account.ApiSecret, new byte[account.ApiSecret.Length], out _))
                faults.Add($"subaccount {account.Subaccount.Value}: ApiSecret is not base 64");
            if (account.MaximumLeverage <= 1)
                faults.Add($"subaccount {account.Subaccount.Value}: MaximumLeverage must be above 1");
        }

        foreach ((TimeSpan value, string name) in TimeLimits())
        {
            if (value <= TimeSpan.Zero)
                faults.Add($"{name} must be positive");
        }

        return faults;
    }

    private IEnumerable<(TimeSpan Value, string Name)> TimeLimits() =>
    [
        (LivenessLimit, nameof(LivenessLimit)),
        (ConfirmationInterval, nameof(ConfirmationInterval)),
        (ResubscribeInterval, nameof(ResubscribeInterval)),
        (AnswerTimeout, nameof(AnswerTimeout)),
        (EndTimeout, nameof(EndTimeout)),
        (StatementInterval, nameof(StatementInterval)),
        (StatementSpacing, nameof(StatementSpacing)),
    ];
}
