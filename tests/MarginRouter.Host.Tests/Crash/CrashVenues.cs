using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Configuration;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// The two venues, in the test's own process, so that they outlive the router and can be asked what they received. Their books stand
/// still. Asks: the futures venue 2 BTC at 60000, 60010, ...; the FIX venue 1 BTC at 60005, 60015, ...; bids mirrored below 59990.
/// </summary>
internal sealed class CrashVenues : IAsyncDisposable
{
    public const string FuturesAccount = "usdm-main";

    public const string PrimeAccount = "prime-main";

    private const int Levels = 80;
    private const decimal Step = 10m;

    private CrashVenues(RouterConfiguration configuration, decimal futuresBalance)
    {
        MarketClock clock = new(TimeProvider.System);
        IReadOnlyDictionary<string, string> secrets = CrashConfiguration.Secrets;
        Instrument future = configuration.Venues[0].Instruments[0];
        Instrument spot = configuration.Venues[1].Instruments[0];
        Futures = new BinanceSimulator(new BinanceSimulatorOptions
        {
            Kind = BinanceMarketKind.UsdMargined,
            Clock = clock,
            Markets = [new SimulatedMarketOptions(future, new FixedBookSource(Book(future, 60_000m, 59_990m, 2m)))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = FuturesAccount,
                    ApiKey = secrets["CRASH_USDM_KEY"],
                    ApiSecret = secrets["CRASH_USDM_SECRET"],
                    Balances = new Dictionary<string, decimal> { ["USDT"] = futuresBalance },
                    DefaultLeverage = 20m,
                },
            ],
        });
        Prime = new FixVenueSimulator(new FixVenueSimulatorOptions
        {
            Clock = clock,
            CompId = "PRIME",
            Markets = [new SimulatedMarketOptions(spot, new FixedBookSource(Book(spot, 60_005m, 59_985m, 1m)))],
            Accounts =
            [
                new SimulatedAccountOptions
                {
                    Name = PrimeAccount,
                    ApiKey = PrimeAccount,
                    ApiSecret = PrimeAccount,
                    Balances = new Dictionary<string, decimal> { ["USD"] = 100_000_000m, ["BTC"] = 1_000m },
                },
            ],
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
    }

    public BinanceSimulator Futures { get; }

    public FixVenueSimulator Prime { get; }

    /// <summary>Both venues behind their protocols.</summary>
    public IReadOnlyList<SimulatedExchange> Exchanges => [Futures.Exchange, Prime.Exchange];

    /// <summary>Every order request that either venue ever received.</summary>
    public IReadOnlyList<OrderReception> Receptions => [.. Exchanges.SelectMany(exchange => exchange.Receptions())];

    /// <summary>Starts the venues and writes the configuration that leads to them.</summary>
    public static async Task<CrashVenues> StartAsync(CrashConfiguration configuration, decimal futuresBalance = 10_000_000m)
    {
        Uri nowhere = new("tcp://127.0.0.1:1");
        configuration.Write((nowhere, nowhere), nowhere);
        CrashVenues venues = new(configuration.Load(), futuresBalance);
        await venues.Futures.StartAsync();
        await venues.Prime.StartAsync();
        Uri prime = new UriBuilder("tcp", venues.Prime.EndPoint.Address.ToString(), venues.Prime.EndPoint.Port).Uri;
        configuration.Write((venues.Futures.RestUri, venues.Futures.WebSocketUri), prime);
        return venues;
    }

    /// <summary>What a subaccount holds at its venue.</summary>
    public AccountStatement Statement(string subaccount) =>
        subaccount == FuturesAccount ? Futures.Account(subaccount) : Prime.Account(subaccount);

    /// <summary>All accepted orders of both venues.</summary>
    public IReadOnlyList<SimulatedOrder> Orders() =>
        [.. Exchanges.SelectMany(exchange => exchange.Accounts.Values.SelectMany(account => exchange.Orders(account)))];

    /// <summary>Puts both books back to their first state.</summary>
    public void Refill()
    {
        Refill(Futures.Market("BTCUSDT"), 60_000m, 59_990m, 2m);
        Refill(Prime.Market("BTCUSD"), 60_005m, 59_985m, 1m);
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

    public async ValueTask DisposeAsync()
    {
        await Futures.DisposeAsync();
        await Prime.DisposeAsync();
    }

    private static void Refill(SimulatedMarket market, decimal ask, decimal bid, decimal size)
    {
        for (int level = 0; level < Levels; level++)
        {
            market.SetLevel(BookSide.Ask, ask + (level * Step), size);
            market.SetLevel(BookSide.Bid, bid - (level * Step), size);
        }
    }

    private static ImmutableArray<LevelChange> Book(Instrument instrument, decimal ask, decimal bid, decimal size)
    {
        ImmutableArray<LevelChange>.Builder levels = ImmutableArray.CreateBuilder<LevelChange>();
        for (int level = 0; level < Levels; level++)
        {
            levels.Add(Level(instrument, BookSide.Ask, ask + (level * Step), size));
            levels.Add(Level(instrument, BookSide.Bid, bid - (level * Step), size));
        }

        return levels.ToImmutable();
    }

    private static LevelChange Level(Instrument instrument, BookSide side, decimal price, decimal size)
    {
        Assert.True(instrument.TryPrice(price, out PriceTicks ticks));
        Assert.True(instrument.TryQuantity(size, out QuantityLots lots));
        return new LevelChange(side, ticks, lots);
    }
}
