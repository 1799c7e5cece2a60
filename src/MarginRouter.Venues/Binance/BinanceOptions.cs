using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Reference;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance;

/// <summary>What an adapter of a Binance market needs to know.</summary>
public sealed record BinanceOptions
{
    /// <summary>The venue that this market is in the reference data.</summary>
    public required VenueId Venue { get; init; }

    /// <summary>Name used in logs.</summary>
    public required string Name { get; init; }

    /// <summary>Addresses.</summary>
    public required BinanceEndpoints Endpoints { get; init; }

    /// <summary>The instruments of this venue whose books are kept; at least one.</summary>
    public required ImmutableArray<Instrument> Instruments { get; init; }

    /// <summary>The subaccounts that trade here; may be empty for market data alone.</summary>
    public required ImmutableArray<BinanceAccount> Accounts { get; init; }

    /// <summary>How child ids are written at the venue; orders whose id does not parse are not ours.</summary>
    public required ClientOrderIdFormat ClientOrderIds { get; init; }

    /// <summary>Name of the depth stream after the symbol; diffs every 100 ms.</summary>
    public string DepthStream { get; init; } = "depth@100ms";

    /// <summary>Levels a side in a depth snapshot; 1000 is the most that USD-M gives, spot gives 5000 at five times the weight.</summary>
    public int SnapshotDepth { get; init; } = 1000;

    /// <summary>recvWindow: how long after its time stamp a signed request is still taken by the venue; at most 60 s.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Added to the receive window before "no such order" is believed: the venue's own limit on the time between its edge and its engine
    /// (error -1007) is ten seconds.
    /// </summary>
    public TimeSpan ArrivalSlack { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for the answer to an order or query before the child counts as lost.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time between the acceptance of an immediate-or-cancel order and the report of its end.</summary>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two attempts to learn the state of an order.</summary>
    public TimeSpan QueryInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest time to open a connection and longest wait for a REST answer.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Market data that is silent for this long counts as dead.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A ping goes out after this long, and must be answered within the same time.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time between two depth snapshots of one instrument.</summary>
    public TimeSpan ResyncInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Pushed account changes are collected for this long before a statement is made of them: the trades of one sweep bear one time stamp and
    /// come as several changes.
    /// </summary>
    public TimeSpan AccountQuietTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>True when the account's margin tables are read after each connection and now and then, and reported.</summary>
    public bool ReadsMarginTables { get; init; }

    /// <summary>How often they are read again.</summary>
    public TimeSpan MarginTableRefresh { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How the state of the insurance fund of USD-M is read; null does not read it.</summary>
    public FundOptions? Fund { get; init; }

    /// <summary>How instruments and fees are read from the venue; null reads neither, and the configured ones stand.</summary>
    public ReferenceOptions? Reference { get; init; }

    /// <summary>How often the whole account is read again while connected.</summary>
    public TimeSpan AccountRefresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the venue's clock is measured again; also soon after the venue refused an order or a question.</summary>
    public TimeSpan ClockInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How often the listen key of a user stream is renewed; it lives for 60 minutes.</summary>
    public TimeSpan ListenKeyRenewal { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Back-off between connection attempts.</summary>
    public ReconnectOptions Reconnect { get; init; } = ReconnectOptions.Default;

    /// <summary>Orders that may wait for their turn on an account's connection; a further one is dropped.</summary>
    public int OrderQueueCapacity { get; init; } = 1024;

    /// <summary>
    /// Orders that an account may send in one <see cref="OrderWindow"/> by the venue's rule; a further one is dropped. Null takes what
    /// exchangeInfo of July 2026 says: 100 for spot, 300 for USD-M.
    /// </summary>
    public int? OrdersPerWindow { get; init; }

    /// <summary>The time that <see cref="OrdersPerWindow"/> is about.</summary>
    public TimeSpan OrderWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What happens to an order that would meet one of the same account; null leaves it to the account's setting.</summary>
    public SelfTradePrevention? SelfTradePrevention { get; init; }

    /// <summary>
    /// The countdown after which USD-M cancels all orders of an account that is not heard from; spot has none outside FIX. Null leaves it alone.
    /// </summary>
    public TimeSpan? CancelAfter { get; init; }

    /// <summary>Depth events kept per instrument while its snapshot is on the way; when full all of them are forgotten.</summary>
    public int DepthBufferLimit { get; init; } = 4096;

    /// <summary>The same for what all adapters with order entry share.</summary>
    internal TradingOptions Trading(int ordersInTenSeconds) => new()
    {
        Feed = new FeedOptions
        {
            Venue = Venue,
            Name = Name,
            Socket = Endpoints.Streams,
            Rest = Endpoints.Rest,
            Instruments = Instruments,
            AnswerTimeout = ConnectTimeout,
            Reconnect = Reconnect,
        },
        PrivateSocket = Endpoints.Api,
        Accounts = [.. Accounts.Select(account => new TradingAccountOptions(account.Subaccount, account.ApiKey, account.Secret))],
        ClientOrderIds = ClientOrderIds,
        ReceiveWindow = ReceiveWindow,
        ArrivalSlack = ArrivalSlack,
        AnswerTimeout = AnswerTimeout,
        EndTimeout = EndTimeout,
        QueryInterval = QueryInterval,
        AccountQuietTime = AccountQuietTime,
        StatementInterval = AccountRefresh,
        ReadsMarginTables = ReadsMarginTables,
        MarginTableRefresh = MarginTableRefresh,
        ClockInterval = ClockInterval,
        OrdersPerWindow = OrdersPerWindow ?? ordersInTenSeconds,
        OrderWindow = OrderWindow,
        OrderQueueCapacity = OrderQueueCapacity,
        ConcurrentRequests = OrderQueueCapacity,
        CancelAfter = CancelAfter,
    };

    internal SocketOptions MarketSocket => new(ConnectTimeout, SilenceLimit, KeepAlive);

    internal SocketOptions PrivateSocket => new(ConnectTimeout, null, KeepAlive);
}
