using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Binance;

/// <summary>Started Binance simulators for tests. They run on the real clock, but their markets move only by hand.</summary>
internal static class BinanceWorld
{
    public const string Key = "test-key";
    public const string Secret = "test-secret";

    /// <summary>Asks 100.0 x 1, 100.1 x 2, 100.5 x 50; bids 99.9 x 1, 99.0 x 50; account with 1,000 USDT (spot: and 4 BTC).</summary>
    public static async Task<BinanceSimulator> FixedAsync(BinanceMarketKind kind, params OpeningPosition[] positions)
    {
        Instrument instrument = InstrumentOf(kind);
        FixedBookSource source = new(
            Level(instrument, BookSide.Ask, 100.0m, 1),
            Level(instrument, BookSide.Ask, 100.1m, 2),
            Level(instrument, BookSide.Ask, 100.5m, 50),
            Level(instrument, BookSide.Bid, 99.9m, 1),
            Level(instrument, BookSide.Bid, 99.0m, 50));
        return await StartAsync(Options(kind, source, positions));
    }

    public static async Task<BinanceSimulator> GeneratedAsync(BinanceMarketKind kind, ulong seed)
    {
        GeneratedBookSource source = new(InstrumentOf(kind), new GeneratedBookOptions
        {
            Path = new ReferencePricePath(seed, 60_000m),
            Seed = seed,
            Depth = 120,
            TopQuantity = 0.2m,
        });
        return await StartAsync(Options(kind, source, []));
    }

    public static async Task<BinanceSimulator> StartAsync(BinanceSimulatorOptions options)
    {
        BinanceSimulator simulator = new(options);
        await simulator.StartAsync();
        return simulator;
    }

    public static BinanceSimulatorOptions Options(BinanceMarketKind kind, IBookSource source, IReadOnlyList<OpeningPosition> positions) => new()
    {
        Kind = kind,
        Clock = new MarketClock(TimeProvider.System),
        Markets = [new SimulatedMarketOptions(InstrumentOf(kind), source)],
        Rules = kind == BinanceMarketKind.Spot ? null : PublishedRules.Read("binance/usdm-cross"),
        Accounts =
        [
            new SimulatedAccountOptions
            {
                Name = "main",
                ApiKey = Key,
                ApiSecret = Secret,
                Balances = kind == BinanceMarketKind.Spot
                    ? new Dictionary<string, decimal> { ["USDT"] = 1_000m, ["BTC"] = 4m }
                    : new Dictionary<string, decimal> { ["USDT"] = 1_000m },
                Positions = positions,
                DefaultLeverage = 10,
            },
        ],
        RunMarkets = false,
    };

    private static Instrument InstrumentOf(BinanceMarketKind kind) =>
        kind == BinanceMarketKind.Spot ? TestInstruments.SpotBitcoin : TestInstruments.PerpetualBitcoin;

    private static LevelChange Level(Instrument instrument, BookSide side, decimal price, decimal quantity) =>
        instrument.TryPrice(price, out PriceTicks ticks) && instrument.TryQuantity(quantity, out QuantityLots lots)
            ? new LevelChange(side, ticks, lots)
            : throw new ArgumentException($"{price} x {quantity} is off the grid");
}
