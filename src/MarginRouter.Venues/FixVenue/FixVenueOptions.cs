using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.FixVenue;

/// <summary>What the adapter of a FIX venue is told.</summary>
public sealed record FixVenueOptions
{
    /// <summary>The venue.</summary>
    public required VenueId Venue { get; init; }

    /// <summary>The instruments, by the venue's Symbol (55).</summary>
    public required ImmutableArray<Instrument> Instruments { get; init; }

    /// <summary>The accounts; may be empty when only market data is wanted.</summary>
    public required ImmutableArray<FixVenueAccountOptions> Accounts { get; init; }

    /// <summary>The session that carries market data; it may be that of an account.</summary>
    public required FixVenueSessionOptions MarketData { get; init; }

    /// <summary>How the venue's FIX differs from the standard.</summary>
    public FixDialect Dialect { get; init; } = FixDialect.Standard;

    /// <summary>
    /// Whether the venue is asked at the logon to cancel a session's orders when its connection breaks; null asks nothing.
    /// </summary>
    public bool? CancelOnDisconnect { get; init; }

    /// <summary>Most orders and changes that are sent within <see cref="OrderWindow"/>; default 1,000.</summary>
    public int OrdersPerWindow { get; init; } = 1000;

    /// <summary>The window of <see cref="OrdersPerWindow"/>; default 1 s.</summary>
    public TimeSpan OrderWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>MarketDepth (264): levels a side, 0 for the whole book (default).</summary>
    public int BookDepth { get; init; }

    /// <summary>How the venue names balances, debts and credit.</summary>
    public FixAmountTypes AmountTypes { get; init; } = FixAmountTypes.Default;

    /// <summary>Without any message of the market data session for this long the books are stale; default 10 s.</summary>
    public TimeSpan LivenessLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often quiet books are confirmed while messages come in; default 500 ms.</summary>
    public TimeSpan ConfirmationInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Least time between two requests for one book after a gap; default 1 s.</summary>
    public TimeSpan ResubscribeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for the answer to an order, a question or a request for positions; default 5 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an accepted immediate-or-cancel order may live without a report of its end before it is queried; default 5 s.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between requests for positions and balances, which also bring the marks; default 2 s.</summary>
    public TimeSpan StatementInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often time limits are looked at; default 100 ms.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What the venue says of the quotes of its makers; null (default) asks none.</summary>
    public QuoteOptions? Quotes { get; init; }

    /// <summary>Waits between attempts to connect.</summary>
    public ReconnectOptions Reconnect { get; init; } = ReconnectOptions.Default;

    /// <summary>Lists everything that is wrong; empty when nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> faults = [];
        if (Instruments.IsDefaultOrEmpty)
            faults.Add("Instruments is empty");
        if (BookDepth < 0)
            faults.Add($"BookDepth {BookDepth} is negative");
        if (OrdersPerWindow < 1)
            faults.Add($"OrdersPerWindow {OrdersPerWindow} is not positive");
        faults.AddRange(Dialect.Faults());
        if (Dialect.Books.DepthFault(BookDepth) is { } depth)
            faults.Add(depth);
        faults.AddRange(AccountFaults());
        if (Accounts.Select(account => account.Subaccount).Distinct().Count() != Accounts.Length)
            faults.Add("a subaccount is listed twice");
        foreach (FixVenueSessionOptions session in Sessions())
        {
            if (session.Port is < 1 or > 65535)
                faults.Add($"{session}: the port is not between 1 and 65535");
            if (session.HeartbeatInterval < TimeSpan.FromSeconds(1) || session.HeartbeatInterval.Ticks % TimeSpan.TicksPerSecond != 0)
                faults.Add($"{session}: HeartbeatInterval is not a whole number of seconds from 1 upwards");
        }

        foreach ((TimeSpan value, string name) in TimeLimits())
        {
            if (value <= TimeSpan.Zero)
                faults.Add($"{name} must be positive");
        }

        faults.AddRange(Quotes?.Validate() ?? []);
        return faults;
    }

    /// <summary>All sessions, each once: orders, market data, drop copies.</summary>
    internal IEnumerable<FixVenueSessionOptions> Sessions() =>
        Accounts.Select(account => account.Session).Append(MarketData).Concat(Accounts.Select(account => account.DropCopy).OfType<FixVenueSessionOptions>()).Distinct();

    private IEnumerable<string> AccountFaults()
    {
        if (CancelOnDisconnect == true && Dialect.Logon.CancelOnDisconnect is null)
            yield return "CancelOnDisconnect: the dialect has no field that asks for it";
        bool alone = Dialect.Statements == FixStatementSource.Reader;
        if (alone && Accounts.Select(account => account.Session).Distinct().Count() != Accounts.Length)
            yield return "accounts whose statements do not come over FIX need a session each";
        if (Dialect.Logon.DropCopyFields is null && Accounts.Any(account => account.DropCopy is not null))
            yield return "the dialect knows no drop copy sessions";
    }

    private IEnumerable<(TimeSpan Value, string Name)> TimeLimits() =>
    [
        (LivenessLimit, nameof(LivenessLimit)),
        (ConfirmationInterval, nameof(ConfirmationInterval)),
        (ResubscribeInterval, nameof(ResubscribeInterval)),
        (AnswerTimeout, nameof(AnswerTimeout)),
        (EndTimeout, nameof(EndTimeout)),
        (StatementInterval, nameof(StatementInterval)),
        (TickInterval, nameof(TickInterval)),
        (OrderWindow, nameof(OrderWindow)),
    ];
}
