using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests;

/// <summary>Venues with one fixed book and one account, for tests of matching and accounts.</summary>
internal static class SimulatedWorld
{
    /// <summary>Spot: asks 100.00 x 1, 100.01 x 2, 100.05 x 5; bids 99.99 x 1, 99.90 x 2; account with 1,000 USDT and 4 BTC.</summary>
    public static SimulatedExchange Spot(TimeProvider time, SpotFeeAsset feeAsset = SpotFeeAsset.Received, params string[] others) => new(new SimulatedExchangeOptions
    {
        Clock = new MarketClock(time),
        Markets = [new SimulatedMarketOptions(TestInstruments.SpotBitcoin, new FixedBookSource(Levels(TestInstruments.SpotBitcoin)))],
        Accounts =
        [
            Account(new() { ["USDT"] = 1_000, ["BTC"] = 4 }, []),
            .. others.Select(name => Account(new() { ["USDT"] = 1_000, ["BTC"] = 4 }, []) with { Name = name, ApiKey = name }),
        ],
        MarginRule = new SpotBalanceRule(feeAsset == SpotFeeAsset.Quote),
        SpotFeeAsset = feeAsset,
    });

    /// <summary>USD-M: the same levels on the perpetual's grid (100.0, 100.1, 100.5; 99.9, 99.0), wallet 1,000 USDT at leverage 10.</summary>
    public static SimulatedExchange Usdm(TimeProvider time, decimal wallet = 1_000, params OpeningPosition[] positions) => new(new SimulatedExchangeOptions
    {
        Clock = new MarketClock(time),
        Markets = [new SimulatedMarketOptions(TestInstruments.PerpetualBitcoin, new FixedBookSource(Levels(TestInstruments.PerpetualBitcoin)))],
        Accounts = [Account(new() { ["USDT"] = wallet }, positions)],
        MarginRule = new RuleSetMargin(PublishedRules.Read("binance/usdm-cross")),
    });

    public static OrderRequest Order(string id, Side side, decimal quantity, decimal price, bool reduceOnly = false) => new()
    {
        ClientOrderId = id,
        Symbol = "BTCUSDT",
        Side = side,
        Quantity = quantity,
        LimitPrice = price,
        ReduceOnly = reduceOnly,
    };

    private static SimulatedAccountOptions Account(Dictionary<string, decimal> balances, IReadOnlyList<OpeningPosition> positions) => new()
    {
        Name = "main",
        ApiKey = "key",
        ApiSecret = "secret",
        Balances = balances,
        Positions = positions,
        DefaultLeverage = 10,
    };

    private static ImmutableArray<LevelChange> Levels(Instrument instrument) => instrument.TickSize == 0.01m
        ?
        [
            Level(instrument, BookSide.Ask, 100.00m, 1), Level(instrument, BookSide.Ask, 100.01m, 2), Level(instrument, BookSide.Ask, 100.05m, 5),
            Level(instrument, BookSide.Bid, 99.99m, 1), Level(instrument, BookSide.Bid, 99.90m, 2),
        ]
        :
        [
            Level(instrument, BookSide.Ask, 100.0m, 1), Level(instrument, BookSide.Ask, 100.1m, 2), Level(instrument, BookSide.Ask, 100.5m, 500),
            Level(instrument, BookSide.Bid, 99.9m, 1), Level(instrument, BookSide.Bid, 99.0m, 500),
        ];

    private static LevelChange Level(Instrument instrument, BookSide side, decimal price, decimal quantity) =>
        instrument.TryPrice(price, out PriceTicks ticks) && instrument.TryQuantity(quantity, out QuantityLots lots)
            ? new LevelChange(side, ticks, lots)
            : throw new ArgumentException($"{price} x {quantity} is off the grid");
}
