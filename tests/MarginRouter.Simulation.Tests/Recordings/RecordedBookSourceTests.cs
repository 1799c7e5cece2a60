using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Recordings;

namespace MarginRouter.Simulation.Tests.Recordings;

public sealed class RecordedBookSourceTests
{
    private const string Early = """1000000000 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":8,"u":11,"b":[["99.00000000","7.00000000"]],"a":[]}}""";
    private const string Ticker = """1050000000 {"stream":"btcusdt@bookTicker","data":{"u":11,"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}}""";
    private const string Snapshot = """1100000000 {"lastUpdateId":10,"bids":[["99.00000000","1.00000000"],["98.00000000","2.00000000"]],"asks":[["101.00000000","1.00000000"]]}""";
    private const string Next = """1300000000 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":12,"u":13,"b":[["98.00000000","0.00000000"]],"a":[["100.50000000","3.00000000"]]}}""";
    private const string Gap = """1400000000 {"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":15,"u":16,"b":[],"a":[]}}""";

    [Fact]
    public void Binance_EventsAroundTheSnapshot_AreSplicedAndTimed()
    {
        using RecordingFile file = new(".log.gz", Early, Ticker, Snapshot, Next);
        using RecordedBookSource source = new(TestInstruments.SpotBitcoin, new BinanceDepthRecording(TestInstruments.SpotBitcoin, file.Path), new RecordedBookOptions { Loop = false });
        SimulatedMarket market = Market(source);

        Assert.Equal([(99m, 7m), (98m, 2m)], Levels(market, BookSide.Bid));
        market.Advance(TimeSpan.FromMilliseconds(199));
        Assert.Equal([(101m, 1m)], Levels(market, BookSide.Ask));
        market.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal([(99m, 7m)], Levels(market, BookSide.Bid));
        Assert.Equal([(100.5m, 3m), (101m, 1m)], Levels(market, BookSide.Ask));
        Assert.True(source.IsEnded);
    }

    [Fact]
    public void Speed_AndShift_ScaleTimeAndMovePrices()
    {
        using RecordingFile file = new(".log.gz", Early, Snapshot, Next);
        using RecordedBookSource source = new(
            TestInstruments.SpotBitcoin,
            new BinanceDepthRecording(TestInstruments.SpotBitcoin, file.Path),
            new RecordedBookOptions { Loop = false, Speed = 4, PriceShift = -0.25m });
        SimulatedMarket market = Market(source);

        market.Advance(TimeSpan.FromMilliseconds(50));

        Assert.Equal([(98.75m, 7m)], Levels(market, BookSide.Bid));
        Assert.Equal([(100.25m, 3m), (100.75m, 1m)], Levels(market, BookSide.Ask));
    }

    [Fact]
    public void Loop_AtTheEnd_StatesTheSnapshotAgainAsChanges()
    {
        using RecordingFile file = new(".log.gz", Early, Snapshot, Next);
        using RecordedBookSource source = new(TestInstruments.SpotBitcoin, new BinanceDepthRecording(TestInstruments.SpotBitcoin, file.Path), new RecordedBookOptions());
        SimulatedMarket market = Market(source);

        market.Advance(TimeSpan.FromMilliseconds(200));
        market.Advance(TimeSpan.FromMilliseconds(300));

        Assert.Equal([(99m, 7m), (98m, 2m)], Levels(market, BookSide.Bid));
        Assert.Equal([(101m, 1m)], Levels(market, BookSide.Ask));
        Assert.False(source.IsEnded);
    }

    [Fact]
    public void Binance_Gap_IsRefusedByName()
    {
        using RecordingFile file = new(".log.gz", Early, Snapshot, Next, Gap);
        BinanceDepthRecording recording = new(TestInstruments.SpotBitcoin, file.Path);

        InvalidDataException gap = Assert.Throws<InvalidDataException>(() => recording.Frames().Count());

        Assert.Contains("between update 13 and 15", gap.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_FromARecordedLevel_StaysGoneUntilTheRecordingStatesItAgain()
    {
        using RecordingFile file = new(".log.gz", Early, Snapshot, Next);
        using RecordedBookSource source = new(TestInstruments.SpotBitcoin, new BinanceDepthRecording(TestInstruments.SpotBitcoin, file.Path), new RecordedBookOptions { Loop = false });
        SimulatedMarket market = Market(source);

        market.Take(new BookTaker("any", Side.Buy, new PriceTicks(10_100), SelfMatchPrevention.Allow), new QuantityLots(40_000));
        market.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal([(100.5m, 3m), (101m, 0.6m)], Levels(market, BookSide.Ask));
    }

    [Fact]
    public void KrakenVersion2_Update_CutsToTheSubscribedDepth()
    {
        using RecordingFile file = new(
            ".jsonl",
            """{"channel":"status","type":"update","data":[{"system":"online"}]}""",
            """{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD","bids":[{"price":99.0,"qty":1.00000000},{"price":98.0,"qty":2.00000000}],"asks":[{"price":101.0,"qty":1.00000000}],"checksum":1}]}""",
            """{"channel":"heartbeat"}""",
            """{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":99.5,"qty":3.00000000}],"asks":[],"checksum":1,"timestamp":"2026-08-16T23:37:05.000000Z"}]}""");
        Instrument instrument = TestInstruments.SpotBitcoin with { Symbol = "BTC/USD", TickSize = 0.1m };
        using RecordedBookSource source = new(instrument, new KrakenVersion2Recording(instrument, file.Path, 2), new RecordedBookOptions { Loop = false });

        SimulatedMarket market = Market(source, instrument);
        market.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([(99.5m, 3m), (99m, 1m)], Levels(market, BookSide.Bid));
    }

    [Fact]
    public void KrakenVersion1_UpdateOfBothSides_TakesOnlyItsPair()
    {
        using RecordingFile file = new(
            ".jsonl.gz",
            Received(1.0m, """[1,{"as":[["101.0","1.0","1.0"]],"bs":[["99.0","1.0","1.0"]]},"book-10","XBT/USD"]"""),
            Received(1.5m, """[2,{"as":[["11.0","1.0","1.0"]],"bs":[["9.0","1.0","1.0"]]},"book-10","ETH/USD"]"""),
            Received(2.0m, """[1,{"a":[["101.0","0.0","1.0"],["100.0","5.0","1.0"],["100.0","4.0","1.1"]]},{"b":[["99.0","2.0","1.0"]],"c":"1"},"book-10","XBT/USD"]"""));
        using RecordedBookSource source = new(TestInstruments.SpotBitcoin, new KrakenVersion1Recording(TestInstruments.SpotBitcoin, "XBT/USD", file.Path, 10), new RecordedBookOptions { Loop = false });

        SimulatedMarket market = Market(source);
        market.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([(100m, 4m)], Levels(market, BookSide.Ask));
        Assert.Equal([(99m, 2m)], Levels(market, BookSide.Bid));
    }

    private static string Received(decimal stamp, string message) =>
        System.Text.Json.JsonSerializer.Serialize(new { t = "recv", conn = "a", ts = stamp, data = message });

    private static SimulatedMarket Market(IBookSource source, Instrument? instrument = null)
    {
        SimulatedExchange exchange = new(new SimulatedExchangeOptions
        {
            Clock = new MarketClock(new ManualTime()),
            Markets = [new SimulatedMarketOptions(instrument ?? TestInstruments.SpotBitcoin, source)],
            Accounts = [],
            MarginRule = new SpotBalanceRule(false),
        });
        return exchange.Markets.Values.Single();
    }

    private static (decimal Price, decimal Quantity)[] Levels(SimulatedMarket market, BookSide side)
    {
        BookCopy copy = market.Copy();
        return [.. (side == BookSide.Bid ? copy.Bids : copy.Asks).Select(level => (market.Instrument.Price(level.Price), market.Instrument.Quantity(level.Quantity)))];
    }
}
