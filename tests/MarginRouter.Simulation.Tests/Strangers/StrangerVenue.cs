using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>A simulated venue whose market lives around 60,000, for clients that know nothing of the simulator but its addresses.</summary>
internal sealed class StrangerVenue : IAsyncDisposable
{
    public const string Key = "strangers-key";
    public const string Passphrase = "strangers-passphrase";
    private const string Secret = "c3RyYW5nZXJzIHNlY3JldA==";
    private const string Address = "0x14791697260e4c9a71f18484c9f997b308e59325";
    private const string PrivateKey = "0x0123456789012345678901234567890123456789012345678901234567890123";
    /// <summary>Fixed where a position is held, so that its profit is.</summary>
    public const decimal MarkPrice = 60_000m;
    public const decimal EntryPrice = 59_000m;
    private readonly Func<ValueTask> dispose;
    private readonly Func<Exception?> failure;

    private StrangerVenue(SimulatedExchange exchange, Instrument instrument, Func<ValueTask> dispose, Func<Exception?> failure)
    {
        Exchange = exchange;
        Instrument = instrument;
        this.dispose = dispose;
        this.failure = failure;
        Recorder = new MarketRecorder(exchange, instrument.Symbol, 5);
        exchange.Attach(Recorder);
        if (Holds)
            exchange.Market(instrument.Symbol).FixMarkPrice(MarkPrice);
        Opening = exchange.Statement(Account);
    }

    public SimulatedExchange Exchange { get; }

    public Instrument Instrument { get; }

    public MarketRecorder Recorder { get; }

    /// <summary>What the account had at the start.</summary>
    public AccountStatement Opening { get; }

    private StrangerVenue? Beside { get; init; }

    public SimulatedAccount Account => Exchange.Account("main");

    /// <summary>Base of REST without a closing slash.</summary>
    public required string Rest { get; init; }

    public required string Socket { get; init; }

    /// <summary>Hosts of the venue that another simulator or port serves, with its base.</summary>
    public IReadOnlyDictionary<string, string> Hosts { get; init; } = new Dictionary<string, string>();

    /// <summary>True when the account holds a position of 0.02 bitcoin from the start.</summary>
    public bool Holds => Margins(Instrument);

    /// <summary>Key, secret and passphrase by ccxt's names.</summary>
    public object Credentials => Instrument.Quote.Code == "USDC"
        ? new { walletAddress = Address, privateKey = PrivateKey }
        : new { apiKey = Key, secret = Secret, password = Passphrase };

    /// <summary>Spot alone, or USD-M with spot beside it, whose host serves the wallet.</summary>
    public static async Task<StrangerVenue> BinanceAsync(BinanceMarketKind kind)
    {
        StrangerVenue? wallet = kind == BinanceMarketKind.Spot ? null : await BinanceAsync(BinanceMarketKind.Spot);
        bool isSpot = kind == BinanceMarketKind.Spot;
        Instrument instrument = isSpot ? TestInstruments.SpotBitcoin : TestInstruments.PerpetualBitcoin;
        BinanceSimulator simulator = new(new BinanceSimulatorOptions
        {
            Kind = kind,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [Market(instrument)],
            Rules = isSpot ? null : PublishedRules.Read("binance/usdm-cross"),
            Accounts = [Owner(instrument)],
        });
        await simulator.StartAsync();
        return new StrangerVenue(simulator.Exchange, instrument, simulator.DisposeAsync, () => simulator.Defects.FirstOrDefault())
        {
            Rest = Base(simulator.RestUri),
            Socket = Base(simulator.WebSocketUri),
            Hosts = wallet is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["api.binance.com"] = wallet.Rest },
            Beside = wallet,
        };
    }

    public static async Task<StrangerVenue> KrakenAsync()
    {
        Instrument instrument = TestInstruments.SpotBitcoin with
        {
            Symbol = "BTC/USD",
            Quote = new Asset("USD"),
            Settlement = new Asset("USD"),
            TickSize = 0.1m,
            LotSize = 0.00000001m,
            MinimumQuantity = new QuantityLots(5_000),
        };
        KrakenSimulator simulator = new(new KrakenSimulatorOptions
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [Market(instrument)],
            Accounts = [Owner(instrument)],
            MaximumLeverages = new Dictionary<string, int> { [instrument.Symbol] = 5 },
            Rules = PublishedRules.Read("kraken/spot-margin"),
        });
        await simulator.StartAsync();
        return new StrangerVenue(simulator.Exchange, instrument, simulator.DisposeAsync, () => simulator.Failure)
        {
            Rest = Base(simulator.RestUri),
            Socket = Base(simulator.PublicWebSocketUri),
            Hosts = new Dictionary<string, string> { ["ws-auth.kraken.com"] = Base(simulator.PrivateWebSocketUri) },
        };
    }

    public static async Task<StrangerVenue> StreamAsync(StreamVenue venue)
    {
        (Instrument instrument, string? rules) = Terms(venue);
        StreamSimulator simulator = new(new StreamSimulatorOptions
        {
            Venue = venue,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [Market(instrument)],
            Accounts = [Owner(instrument)],
            Rules = rules is null ? null : PublishedRules.Read(rules),
        });
        await simulator.StartAsync();
        return new StrangerVenue(simulator.Exchange, instrument, simulator.DisposeAsync, () => simulator.Failure)
        {
            Rest = Base(simulator.RestUri),
            Socket = Base(simulator.SocketUri),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await dispose();
        if (Beside is not null)
            await Beside.DisposeAsync();
        Assert.Null(failure());
    }

    /// <summary>Derivatives, and the one spot venue here with positions on margin.</summary>
    private static bool Margins(Instrument instrument) => instrument.IsDerivative || instrument.Quote.Code == "USD";

    private static string Base(Uri uri) => uri.OriginalString.TrimEnd('/');

    private static (Instrument Instrument, string? Rules) Terms(StreamVenue venue) => venue switch
    {
        StreamVenue.Bybit => (TestInstruments.PerpetualBitcoin, "bybit/uta-cross"),
        StreamVenue.Okx => (TestInstruments.PerpetualBitcoin with { Symbol = "BTC-USDT-SWAP", LotSize = 0.01m, Multiplier = 0.01m }, "okx/futures"),
        StreamVenue.KuCoin => (TestInstruments.SpotBitcoin with { Symbol = "BTC-USDT", TickSize = 0.1m }, null),
        StreamVenue.Hyperliquid => (
            TestInstruments.PerpetualBitcoin with { Symbol = "BTC", Quote = new Asset("USDC"), Settlement = new Asset("USDC"), TickSize = 1m, LotSize = 0.00001m },
            "hyperliquid/cross"),
        StreamVenue.KrakenFutures => throw new InvalidOperationException("nobody trades there"),
    };

    private static SimulatedMarketOptions Market(Instrument instrument) => new(instrument, new GeneratedBookSource(instrument, new GeneratedBookOptions
    {
        Path = new ReferencePricePath(7, 60_000m, StepPartsPerMillion: 5),
        Seed = 7,
        Depth = 60,
        TopQuantity = 0.5m / instrument.Multiplier,
        TradesPerMinute = 600,
    }));

    private static SimulatedAccountOptions Owner(Instrument instrument) => new()
    {
        Name = "main",
        ApiKey = instrument.Quote.Code == "USDC" ? Address : Key,
        ApiSecret = instrument.Quote.Code == "USDC" ? PrivateKey : Secret,
        ApiPassphrase = Passphrase,
        Balances = instrument.IsDerivative
            ? new Dictionary<string, decimal> { [instrument.Quote.Code] = 10_000m }
            : new Dictionary<string, decimal> { [instrument.Quote.Code] = 10_000m, ["BTC"] = 4m },
        Positions = Margins(instrument) ? [new OpeningPosition(instrument.Symbol, 0.02m / instrument.Multiplier, EntryPrice)] : [],
        DefaultLeverage = 10,
    };
}
