using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Configuration;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// The venues, in the test's own process, so that they outlive the router and can be asked what they received. Their books stand still.
/// Asks: futures 2 BTC at 60000, 60010, ...; FIX venue 1 BTC at 60005, 60015, ...; Kraken 1 BTC at 60002, 60012, ...; bids mirrored below
/// 59990. A block of 10 BTC takes from all three.
/// </summary>
internal sealed class CrashVenues : IAsyncDisposable
{
    public const string FuturesAccount = "usdm-main";

    private const string PrimeAccount = "prime-main";
    public const string KrakenAccount = "kraken-main";

    /// <summary>Levels a side of every book.</summary>
    public const int Levels = 80;

    private const decimal Step = 10m;

    private readonly List<(SimulatedMarket Market, decimal Ask, decimal Bid, decimal Size)> books = [];

    private CrashVenues(RouterConfiguration configuration, decimal futuresBalance, VenueRules rules)
    {
        MarketClock clock = new(TimeProvider.System);
        IReadOnlyDictionary<string, string> secrets = CrashConfiguration.Secrets;
        Instrument[] instruments = [.. configuration.Firm.Reference.Instruments];
        Futures = new BinanceSimulator(new BinanceSimulatorOptions
        {
            Kind = BinanceMarketKind.UsdMargined,
            Clock = clock,
            Markets = [Empty(instruments[0])],
            Accounts = [Account(FuturesAccount, secrets["CRASH_USDM_KEY"], secrets["CRASH_USDM_SECRET"], ("USDT", futuresBalance)) with { IsIsolated = rules.IsFuturesIsolated }],
            Rules = rules.Futures,
        });
        Prime = new FixVenueSimulator(new FixVenueSimulatorOptions
        {
            Clock = clock,
            CompId = "PRIME",
            Markets = [Empty(instruments[1])],
            Accounts = [Account(PrimeAccount, PrimeAccount, PrimeAccount, rules.PrimeBalances) with { CreditLines = rules.PrimeCredit }],
            MarginRule = rules.Prime is { } own ? new RuleSetMargin(own) : new SpotBalanceRule(feeFromQuote: true),
            Clients =
            [
                new FixVenueClientOptions { CompId = "MR-DATA", Username = secrets["CRASH_DATA_USER"], Password = secrets["CRASH_DATA_PASSWORD"] },
                new FixVenueClientOptions
                {
                    CompId = "MR-MAIN",
                    Username = secrets["CRASH_PRIME_USER"],
                    Password = secrets["CRASH_PRIME_PASSWORD"],
                    Accounts = [PrimeAccount],
                },
            ],
        });
        Kraken = new KrakenSimulator(new KrakenSimulatorOptions
        {
            Clock = clock,
            Markets = [Empty(instruments[2])],
            Accounts = [Account(KrakenAccount, secrets["CRASH_KRAKEN_KEY"], secrets["CRASH_KRAKEN_SECRET"], rules.KrakenBalances)],
            Rules = rules.Kraken,
            MaximumLeverages = new Dictionary<string, int> { [instruments[2].Symbol] = 5 },
        });
        books.Add((Futures.Market(instruments[0].Symbol), 60_000m, 59_990m, 2m));
        books.Add((Prime.Market(instruments[1].Symbol), 60_005m, 59_985m, 1m));
        books.Add((Kraken.Market(instruments[2].Symbol), 60_002m, 59_988m, 1m));
        Refill();
    }

    public BinanceSimulator Futures { get; }

    public FixVenueSimulator Prime { get; }

    public KrakenSimulator Kraken { get; }

    /// <summary>All venues behind their protocols.</summary>
    public IReadOnlyList<SimulatedExchange> Exchanges => [Futures.Exchange, Prime.Exchange, Kraken.Exchange];

    /// <summary>Every order request that any venue ever received.</summary>
    public IReadOnlyList<OrderReception> Receptions => [.. Exchanges.SelectMany(exchange => exchange.Receptions())];

    /// <summary>Starts the venues and writes the configuration that leads to them.</summary>
    public static async Task<CrashVenues> StartAsync(CrashConfiguration configuration, decimal futuresBalance = 10_000_000m, VenueRules? rules = null)
    {
        configuration.Write(new CrashEndpoints());
        CrashVenues venues = new(configuration.Load(), futuresBalance, rules ?? new VenueRules());
        await venues.Futures.StartAsync();
        await venues.Prime.StartAsync();
        await venues.Kraken.StartAsync();
        configuration.Write(new CrashEndpoints
        {
            FuturesRest = venues.Futures.RestUri,
            FuturesSocket = venues.Futures.WebSocketUri,
            Prime = new UriBuilder("tcp", venues.Prime.EndPoint.Address.ToString(), venues.Prime.EndPoint.Port).Uri,
            KrakenRest = venues.Kraken.RestUri,
            KrakenPublic = venues.Kraken.PublicWebSocketUri,
            KrakenPrivate = venues.Kraken.PrivateWebSocketUri,
        });
        return venues;
    }

    /// <summary>What a subaccount holds at its venue.</summary>
    public AccountStatement Statement(string subaccount)
    {
        SimulatedExchange exchange = Exchanges.Single(exchange => exchange.Accounts.ContainsKey(subaccount));
        return exchange.Statement(exchange.Account(subaccount));
    }

    /// <summary>All accepted orders of all venues.</summary>
    public IReadOnlyList<SimulatedOrder> Orders() =>
        [.. Exchanges.SelectMany(exchange => exchange.Accounts.Values.SelectMany(account => exchange.Orders(account)))];

    /// <summary>Puts every book back to its first state.</summary>
    public void Refill()
    {
        foreach ((SimulatedMarket market, decimal ask, decimal bid, decimal size) in books)
        {
            for (int level = 0; level < Levels; level++)
            {
                market.SetLevel(BookSide.Ask, ask + (level * Step), size);
                market.SetLevel(BookSide.Bid, bid - (level * Step), size);
            }
        }
    }

    public void SwallowOrders()
    {
        foreach (SimulatedExchange exchange in Exchanges)
            exchange.Faults.SwallowOrders(1);
    }

    /// <summary>The next order of each venue executes, and nobody hears of it until <see cref="Release"/>.</summary>
    public void Withhold()
    {
        foreach (SimulatedExchange exchange in Exchanges)
            exchange.Faults.WithholdAnswers(1, eventsToo: true);
    }

    public void Release()
    {
        foreach (SimulatedExchange exchange in Exchanges)
            exchange.Faults.ReleaseWithheld();
    }

    /// <summary>Fails when a simulator itself, rather than a fault that was ordered, went wrong.</summary>
    public void AssertSound()
    {
        Assert.Empty(Futures.Defects);
        Assert.Null(Kraken.Failure);
    }

    public async ValueTask DisposeAsync()
    {
        await Futures.DisposeAsync();
        await Prime.DisposeAsync();
        await Kraken.DisposeAsync();
    }

    private static SimulatedMarketOptions Empty(Instrument instrument) => new(instrument, new FixedBookSource());

    private static SimulatedAccountOptions Account(string name, string key, string secret, params (string Asset, decimal Quantity)[] balances) => new()
    {
        Name = name,
        ApiKey = key,
        ApiSecret = secret,
        Balances = balances.ToDictionary(balance => balance.Asset, balance => balance.Quantity),
        DefaultLeverage = 20m,
    };
}
