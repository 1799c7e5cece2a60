using System.Collections.Immutable;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Reference;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.Trading;

/// <summary>What an adapter with order entry needs to know beside its market data.</summary>
public sealed record TradingOptions
{
    // The strictest limit of a what-if call is OKX's: two in two seconds.
    private static readonly TimeSpan LeastWhatIfInterval = TimeSpan.FromSeconds(1);

    /// <summary>Venue, addresses, instruments and market data.</summary>
    public required FeedOptions Feed { get; init; }

    /// <summary>Base of the private WebSocket; not used where the venue hands out its address over REST.</summary>
    public required Uri PrivateSocket { get; init; }

    /// <summary>The subaccounts that trade here; may be empty for market data alone.</summary>
    public required ImmutableArray<TradingAccountOptions> Accounts { get; init; }

    /// <summary>How child ids are written at the venue; orders whose id does not parse are not ours.</summary>
    public required ClientOrderIdFormat ClientOrderIds { get; init; }

    /// <summary>How long after its time stamp a signed request is still taken by the venue.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Added to the receive window before "no such order" is believed: for requests on their way inside the venue.</summary>
    public TimeSpan ArrivalSlack { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the answer to an order or query before the child counts as lost.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between the acceptance of an immediate-or-cancel order and the report of its end.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two attempts to learn the state of an order.</summary>
    public TimeSpan QueryInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long an account must be quiet after a change before it is read again: one sweep makes several changes.</summary>
    public TimeSpan AccountQuietTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Least time between two readings of an account.</summary>
    public TimeSpan StatementSpacing { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the account is read without a change: interest and transfers do not reach every stream.</summary>
    public TimeSpan StatementInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the venue's clock is measured again; also soon after the venue refused an order or a question.</summary>
    public TimeSpan ClockInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>True when the account's margin tables are read after each connection and now and then, and reported.</summary>
    public bool ReadsMarginTables { get; init; }

    /// <summary>How often they are read again.</summary>
    public TimeSpan MarginTableRefresh { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Least time between two what-if questions of an account to a venue that answers them; null asks none. A question follows a statement,
    /// and takes of the venue's limit on orders only while half of it is free.
    /// </summary>
    public TimeSpan? WhatIfInterval { get; init; }

    /// <summary>What a what-if question supposes to be added to a position, in multiples of equity; positive.</summary>
    public decimal WhatIfShare { get; init; } = 3m;

    /// <summary>How the state of the insurance fund is read, where the venue publishes it and a contract is configured; null does not read it.</summary>
    public FundOptions? Fund { get; init; }

    /// <summary>How instruments and fees are read from the venue; null reads neither, and the configured ones stand.</summary>
    public ReferenceOptions? Reference { get; init; }

    /// <summary>Orders and cancels that an account may send in one <see cref="OrderWindow"/> by the venue's rule; a further order is dropped.</summary>
    public int OrdersPerWindow { get; init; } = 10;

    /// <summary>The time that <see cref="OrdersPerWindow"/> is about.</summary>
    public TimeSpan OrderWindow { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Orders that may wait for their turn; a further one is dropped.</summary>
    public int OrderQueueCapacity { get; init; } = 1024;

    /// <summary>Requests of an account that may be on their way at once; further ones wait in the queue.</summary>
    public int ConcurrentRequests { get; init; } = 32;

    /// <summary>True when orders, changes and cancels go over the venue's order socket instead of REST (Bybit, OKX, Hyperliquid).</summary>
    public bool UsesOrderSocket { get; init; }

    /// <summary>
    /// The venue's dead man's switch: it cancels all orders of an account from which nothing is heard for this long, in whole seconds as far
    /// as the venue takes them. The adapter sets it when an account comes up and again three times in this time. Null leaves it alone.
    /// </summary>
    public TimeSpan? CancelAfter { get; init; }

    /// <summary>What the venue says of the quotes of its makers, where the adapter asks for them (Bybit); null (default) asks none.</summary>
    public QuoteOptions? Quotes { get; init; }

    /// <summary>False on a venue's test network where that changes signatures or headers.</summary>
    public bool IsMainnet { get; init; } = true;

    internal SocketOptions Socket => new(AnswerTimeout, Feed.LivenessLimit, Feed.LivenessLimit);

    /// <summary>Throws <see cref="VenueConfigurationException"/> for a dead man's switch outside what the venue takes.</summary>
    internal void CheckCancelAfter(int leastSeconds, int mostSeconds)
    {
        if (CancelAfter is { } limit && (limit < TimeSpan.FromSeconds(leastSeconds) || limit > TimeSpan.FromSeconds(mostSeconds)))
            throw new VenueConfigurationException($"{Feed.Name}: CancelAfter must be from {leastSeconds} to {mostSeconds} seconds there");
    }

    internal void Check()
    {
        Feed.Check();
        Fund?.Check(Feed.Name);
        Reference?.Check(Feed.Name);
        if (Quotes?.Validate() is { Count: > 0 } faults)
            throw new VenueConfigurationException($"{Feed.Name}: {string.Join("; ", faults)}");
        if (OrdersPerWindow < 1 || OrderWindow <= TimeSpan.Zero || OrderQueueCapacity < 1 || ConcurrentRequests < 1)
            throw new VenueConfigurationException($"{Feed.Name}: OrdersPerWindow, OrderWindow, OrderQueueCapacity and ConcurrentRequests must be above zero");
        if (WhatIfInterval < LeastWhatIfInterval || WhatIfShare <= 0m)
            throw new VenueConfigurationException($"{Feed.Name}: WhatIfInterval must be at least {LeastWhatIfInterval} and WhatIfShare above zero");
        if (Accounts.IsDefault || Accounts.Select(account => account.Subaccount).Distinct().Count() != Accounts.Length)
            throw new VenueConfigurationException($"{Feed.Name}: a subaccount is configured twice");
    }
}
