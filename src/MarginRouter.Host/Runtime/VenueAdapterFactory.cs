using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Host.Configuration;
using MarginRouter.Venues;
using MarginRouter.Venues.Amm;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Binance.Accounts;
using MarginRouter.Venues.Bybit;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.Funds;
using MarginRouter.Venues.Hyperliquid;
using MarginRouter.Venues.Kraken;
using MarginRouter.Venues.Kraken.Accounts;
using MarginRouter.Venues.KuCoin;
using MarginRouter.Venues.Okx;
using MarginRouter.Venues.Reference;
using MarginRouter.Venues.Rfq;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

/// <summary>Makes the adapter of each configured venue.</summary>
internal sealed class VenueAdapterFactory(
    RouterConfiguration configuration, RouterServices services, ClientOrderIdFormat ids, IVenueEventSink sink)
{
    // Bybit and OKX both take it over eight hours.
    private const decimal UsualFundHours = 8m;

    // The scheme of FIX addresses over TLS; any other is plain TCP.
    private const string SecureScheme = "tcp+tls";

    /// <summary>All adapters, by venue id.</summary>
    public IVenueAdapter[] CreateAll() => [.. configuration.Venues.Select(Create)];

    /// <summary>The adapter of one venue.</summary>
    public IVenueAdapter Create(VenueSettings venue) => venue.Protocol switch
    {
        VenueProtocol.BinanceSpot => new BinanceSpotAdapter(
            Binance(venue), sink, services.Time, services.Loggers.CreateLogger<BinanceSpotAdapter>()),
        VenueProtocol.BinanceUsdm => new BinanceUsdmAdapter(
            Binance(venue), sink, services.Time, services.Loggers.CreateLogger<BinanceUsdmAdapter>()),
        VenueProtocol.BinanceCoinm => new BinanceCoinmAdapter(
            Binance(venue), sink, services.Time, services.Loggers.CreateLogger<BinanceCoinmAdapter>()),
        VenueProtocol.KrakenSpot => new KrakenSpotAdapter(Kraken(venue), sink, ids, services.Time, services.Loggers),
        VenueProtocol.Fix44 => new FixVenueAdapter(Fix(venue), sink, ids, FixServices(venue)),
        VenueProtocol.Bybit => BybitVenue.Create(Trading(venue, "marketData", "orders"), venue.BookDepth, Services(venue)),
        VenueProtocol.Okx => OkxVenue.Create(Trading(venue, "marketData", "orders"), Services(venue)),
        VenueProtocol.KuCoin => KuCoinVenue.Create(Trading(venue, "rest", "rest"), Services(venue)),
        VenueProtocol.Hyperliquid => HyperliquidVenue.Create(Trading(venue, "marketData", "marketData"), Services(venue)),
        VenueProtocol.KrakenFutures => KrakenFuturesVenue.Create(Trading(venue, "marketData", "marketData"), Services(venue)),
        VenueProtocol.Amm => new AmmAdapter(Pools(venue), Services(venue)),
    };

    private AdapterServices Services(VenueSettings venue) =>
        new(sink, services.Time, services.Loggers.CreateLogger($"MarginRouter.Venues.{venue.Venue.Name}"));

    private TradingOptions Trading(VenueSettings venue, string publicEndpoint, string privateEndpoint)
    {
        TimeSpan liveness = TimeSpan.FromMilliseconds(venue.LivenessMilliseconds);
        TradingOptions options = new()
        {
            Feed = new FeedOptions
            {
                Venue = venue.Venue.Id,
                Name = venue.Venue.Name,
                Socket = venue.Endpoints[publicEndpoint],
                Rest = venue.Endpoints.GetValueOrDefault("rest", venue.Endpoints[publicEndpoint]), // Named wherever the adapter uses it.
                Instruments = venue.Instruments,
                PingInterval = liveness / 3,
                LivenessLimit = liveness,
            },
            PrivateSocket = venue.Endpoints[privateEndpoint],
            Accounts =
            [
                .. venue.Accounts.Select(account => new TradingAccountOptions(
                    account.Subaccount,
                    Secret(account, "key"),
                    Secret(account, "secret"),
                    account.Secrets.ContainsKey("passphrase") ? Secret(account, "passphrase") : "")),
            ],
            ClientOrderIds = ids,
            AnswerTimeout = TimeSpan.FromMilliseconds(venue.AnswerMilliseconds),
            ReadsMarginTables = configuration.MarginTables == MarginTableUse.Live,
            IsMainnet = !venue.IsTestEnvironment,
            UsesOrderSocket = venue.UsesOrderSocket,
            Quotes = Quotes(venue),
            CancelAfter = venue.CancelAfterSeconds is int silent ? TimeSpan.FromSeconds(silent) : null,
            WhatIfInterval = venue.WhatIf is { } whatIf ? TimeSpan.FromMilliseconds(whatIf.EveryMilliseconds) : null,
            Fund = Fund(venue),
            Reference = Reference(venue),
            WhatIfShare = (venue.WhatIf ?? WhatIfSettings.Default).Share,
        };
        if (venue.Terms.OrdersPerWindow is int orders)
            options = options with { OrdersPerWindow = orders, OrderWindow = TimeSpan.FromMilliseconds(venue.Terms.WindowMilliseconds) };
        return Statement(venue) is TimeSpan interval ? options with { StatementInterval = interval } : options;
    }

    private static QuoteOptions? Quotes(VenueSettings venue) => venue.Quotes is not { } settings ? null : new QuoteOptions
    {
        LastLook = TimeSpan.FromMilliseconds(settings.LastLookMilliseconds),
        ExpiryMargin = TimeSpan.FromMilliseconds(settings.ExpiryMarginMilliseconds),
        FeeIncluded = settings.FeeIncluded,
        Anonymous = settings.Anonymous,
    };

    private AmmOptions Pools(VenueSettings venue)
    {
        ChainSettings chain = venue.Chain!;
        return new AmmOptions
        {
            Venue = venue.Venue.Id,
            Name = venue.Venue.Name,
            Node = venue.Endpoints["node"],
            Socket = venue.Endpoints.GetValueOrDefault("socket"),
            ChainId = chain.ChainId,
            Pools = chain.Pools,
            Accounts = [.. venue.Accounts.Select(account => new TradingAccountOptions(account.Subaccount, Secret(account, "key"), Secret(account, "secret")))],
            ClientOrderIds = ids,
            GasAsset = chain.GasAsset,
            LargestGasPrice = chain.LargestGasPrice,
            Tip = chain.Tip,
            Confirmations = chain.Confirmations,
            SwapLifetime = TimeSpan.FromSeconds(chain.SwapSeconds),
            Levels = venue.BookDepth,
            AnswerTimeout = TimeSpan.FromMilliseconds(venue.AnswerMilliseconds),
            LivenessLimit = TimeSpan.FromMilliseconds(venue.LivenessMilliseconds),
        };
    }

    private BinanceOptions Binance(VenueSettings venue)
    {
        BinanceOptions options = BinanceOptionsOf(venue);
        if (venue.Terms.OrdersPerWindow is int orders)
            options = options with { OrdersPerWindow = orders, OrderWindow = TimeSpan.FromMilliseconds(venue.Terms.WindowMilliseconds) };
        return Statement(venue) is TimeSpan interval ? options with { AccountRefresh = interval } : options;
    }

    private KrakenSpotOptions Kraken(VenueSettings venue)
    {
        KrakenSpotOptions options = KrakenOptionsOf(venue);
        if (Statement(venue) is not TimeSpan interval)
            return options;
        TimeSpan spacing = interval < options.StatementSpacing ? interval : options.StatementSpacing;
        return options with { StatementInterval = interval, StatementSpacing = spacing };
    }

    private FixVenueOptions Fix(VenueSettings venue) => Statement(venue) is TimeSpan interval
        ? FixOptionsOf(venue) with { StatementInterval = interval }
        : FixOptionsOf(venue);

    /// <summary>The fund's peak is taken over the window of the rule by which the venue deleverages, and over eight hours where that names none.</summary>
    private FundOptions? Fund(VenueSettings venue)
    {
        if (venue.FundSeconds is not { } seconds)
            return null;
        decimal hours = configuration.Firm.VenueTerms[venue.Venue.Id.Value].Deleveraging?.WindowHours ?? UsualFundHours;
        return new FundOptions(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(Math.Max(seconds, (double)(hours * 3600m))));
    }

    private static ReferenceOptions? Reference(VenueSettings venue) =>
        venue.ReferenceSeconds is { } seconds ? new ReferenceOptions(TimeSpan.FromSeconds(seconds)) : null;

    private static TimeSpan? Statement(VenueSettings venue) =>
        venue.StatementMilliseconds is int milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    private BinanceOptions BinanceOptionsOf(VenueSettings venue) => new()
    {
        Venue = venue.Venue.Id,
        Name = venue.Venue.Name,
        Endpoints = new BinanceEndpoints(venue.Endpoints["rest"], venue.Endpoints["marketData"], venue.Endpoints.GetValueOrDefault("orders", venue.Endpoints["marketData"])),
        Instruments = venue.Instruments,
        Accounts = [.. venue.Accounts.Select(account => new BinanceAccount(account.Subaccount, Secret(account, "key"), Secret(account, "secret")))],
        ClientOrderIds = ids,
        SnapshotDepth = venue.BookDepth,
        AnswerTimeout = TimeSpan.FromMilliseconds(venue.AnswerMilliseconds),
        SilenceLimit = TimeSpan.FromMilliseconds(venue.LivenessMilliseconds),
        ReadsMarginTables = configuration.MarginTables == MarginTableUse.Live,
        Fund = Fund(venue),
        Reference = Reference(venue),
        CancelAfter = venue.CancelAfterSeconds is int silent ? TimeSpan.FromSeconds(silent) : null,
    };

    private KrakenSpotOptions KrakenOptionsOf(VenueSettings venue) => new()
    {
        Venue = venue.Venue.Id,
        Instruments = venue.Instruments,
        Accounts = [.. venue.Accounts.Select(KrakenAccountOf)],
        PublicSocket = venue.Endpoints["marketData"],
        PrivateSocket = venue.Endpoints["orders"],
        Rest = venue.Endpoints["rest"],
        BookDepth = venue.BookDepth,
        AnswerTimeout = TimeSpan.FromMilliseconds(venue.AnswerMilliseconds),
        LivenessLimit = TimeSpan.FromMilliseconds(venue.LivenessMilliseconds),
        Reference = Reference(venue),
        CancelAfter = venue.CancelAfterSeconds is int silent ? TimeSpan.FromSeconds(silent) : null,
    };

    private KrakenAccountOptions KrakenAccountOf(VenueAccountSettings account)
    {
        Subaccount subaccount = configuration.Firm.Subaccounts[account.Subaccount.Value];
        return new KrakenAccountOptions
        {
            Subaccount = account.Subaccount,
            ApiKey = Secret(account, "key"),
            ApiSecret = Secret(account, "secret"),
            Margin = configuration.RuleSets[subaccount.RuleSet].Positions == PositionKeeping.SpotMargin,
        };
    }

    private FixVenueOptions FixOptionsOf(VenueSettings venue)
    {
        FixMarketDataSettings fix = venue.MarketDataSession!;
        FixVenueOptions options = new()
        {
            Venue = venue.Venue.Id,
            Instruments = venue.Instruments,
            Quotes = Quotes(venue),
            MarketData = SessionOf(venue, "marketData", fix.CompId, (Named(fix.UsernameSecret, venue), Named(fix.PasswordSecret, venue))) with
            {
                TargetCompId = fix.MarketDataTargetCompId ?? fix.TargetCompId,
            },
            Accounts = [.. venue.Accounts.Select(account => FixAccountOf(venue, account))],
            Dialect = fix.Dialect,
            CancelOnDisconnect = fix.CancelOnDisconnect,
            BookDepth = fix.Dialect == FixDialect.Standard ? 0 : venue.BookDepth,
            AnswerTimeout = TimeSpan.FromMilliseconds(venue.AnswerMilliseconds),
            LivenessLimit = TimeSpan.FromMilliseconds(venue.LivenessMilliseconds),
            AmountTypes = fix.AmountTypes,
        };
        return venue.Terms.OrdersPerWindow is int orders
            ? options with { OrdersPerWindow = orders, OrderWindow = TimeSpan.FromMilliseconds(venue.Terms.WindowMilliseconds) }
            : options;
    }

    private FixVenueAccountOptions FixAccountOf(VenueSettings venue, VenueAccountSettings account)
    {
        (string, string) identity = (Secret(account, "username"), Secret(account, "password"));
        return new FixVenueAccountOptions
        {
            Subaccount = account.Subaccount,
            Account = account.Name,
            Session = SessionOf(venue, "fix", account.CompId, identity),
            DropCopy = account.DropCopyCompId is { } copies ? SessionOf(venue, "dropCopy", copies, identity) : null,
        };
    }

    private static FixVenueSessionOptions SessionOf(VenueSettings venue, string endpoint, string compId, (string? User, string? Password) identity)
    {
        FixMarketDataSettings fix = venue.MarketDataSession!;
        Uri address = venue.Endpoints.GetValueOrDefault(endpoint) ?? venue.Endpoints["fix"];
        return new FixVenueSessionOptions
        {
            Host = address.Host,
            Port = address.Port,
            SenderCompId = compId,
            TargetCompId = fix.TargetCompId,
            Username = identity.User,
            Password = identity.Password,
            HeartbeatInterval = TimeSpan.FromSeconds(fix.HeartbeatSeconds),
            Tls = address.Scheme == SecureScheme ? new FixTlsOptions { AuthorityFile = fix.AuthorityFile } : null,
            Schedule = fix.Schedule,
        };
    }

    private string? Named(string reference, VenueSettings venue) => reference.Length == 0 ? null : services.Secrets.Require(reference, venue.Venue.Name);

    private FixVenueServices FixServices(VenueSettings venue)
    {
        FixMarketDataSettings fix = venue.MarketDataSession!;
        return new FixVenueServices(services.Time, services.Loggers, id => OpenStore(venue, id))
        {
            OpenMessageLog = fix.MessageLog is { } log ? id => MessageLogs.Open(log, $"{venue.Venue.Name}-{id.SenderCompId}", services) : null,
            OpenReader = fix.Reader is { } reader ? account => Reader(venue, reader, account) : null,
        };
    }

    private IAccountReader Reader(VenueSettings venue, FixAccountReader kind, FixVenueAccountOptions fix)
    {
        VenueAccountSettings account = venue.Accounts.First(one => one.Subaccount == fix.Subaccount);
        bool own = account.Secrets.ContainsKey("readerKey");
        (string key, string secret) = own ? (Secret(account, "readerKey"), Secret(account, "readerSecret")) : (fix.Session.Username ?? "", fix.Session.Password ?? "");
        TimeSpan answer = TimeSpan.FromMilliseconds(venue.AnswerMilliseconds);
        return kind switch
        {
            FixAccountReader.BinanceSpot => new SpotAccountReader(
                new SpotReaderOptions { Subaccount = fix.Subaccount, Rest = venue.Endpoints["rest"], ApiKey = key, Secret = secret, AnswerTimeout = answer },
                services.Time),
            FixAccountReader.KrakenSpot => new KrakenAccountReader(
                new KrakenAccountOptions { Subaccount = fix.Subaccount, ApiKey = key, ApiSecret = secret }, venue.Endpoints["rest"], answer, services.Time),
        };
    }

    private SegmentFixMessageStore OpenStore(VenueSettings venue, FixSessionId id) =>
        FixStores.Open(Path.Combine(configuration.Gateway.StoreDirectory, "venues", venue.Venue.Name, id.SenderCompId));

    private string Secret(VenueAccountSettings account, string role) =>
        services.Secrets.Require(account.Secrets[role], $"subaccount {account.Name}");
}
