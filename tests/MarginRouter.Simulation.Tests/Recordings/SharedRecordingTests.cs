using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Recordings;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Recordings;

public sealed class SharedRecordingTests
{
    [SharedDataFact]
    public void BinanceSpot_PlayedToTheEnd_IsTheKnownFinalBook() => Check(
        new BinanceDepthRecording(
            TestInstruments.SpotBitcoin,
            SharedData.PathOf("data/binance/hft/spot_btcusdt_20240808.log.gz"),
            SharedData.PathOf("data/binance/hft/spot_btcusdt_20240809.log.gz")),
        TestInstruments.SpotBitcoin,
        Facts("binance/hft spot_btcusdt (08 then 09)"));

    [SharedDataFact]
    public void BinanceUsdm_PlayedToTheEnd_IsTheKnownFinalBook() => Check(
        new BinanceDepthRecording(TestInstruments.PerpetualBitcoin, SharedData.PathOf("data/binance/hft/usdm_btcusdt_20240808.log.gz")),
        TestInstruments.PerpetualBitcoin,
        Facts("binance/hft usdm_btcusdt"));

    [SharedDataTheory]
    [InlineData("XBT/CHF", "0.1", "0.00000001")]
    [InlineData("XMR/USD", "0.01", "0.00000001")]
    [InlineData("OMG/USD", "0.000001", "0.00000001")]
    public void KrakenVersion1_PlayedToTheEnd_IsTheKnownFinalBook(string pair, string tick, string lot)
    {
        Instrument instrument = Grid(pair, tick, lot);
        string file = "kraken/spot_ws_v1_book1000_20210417.jsonl.gz";
        Check(
            new KrakenVersion1Recording(instrument, pair, SharedData.PathOf("data/" + file), 1000),
            instrument,
            Facts(file).GetProperty(pair));
    }

    [SharedDataTheory]
    [InlineData("kraken/spot_ws_v2_book_btcusd_d10_20260816.jsonl")]
    [InlineData("kraken/spot_ws_v2_book_btcusd_d10_20260824.jsonl")]
    public void KrakenVersion2_PlayedToTheEnd_IsTheKnownFinalBook(string file)
    {
        Instrument instrument = Grid("BTC/USD", "0.1", "0.00000001");
        Check(new KrakenVersion2Recording(instrument, SharedData.PathOf("data/" + file), 10), instrument, Facts(file));
    }

    private static void Check(IBookRecording recording, Instrument instrument, JsonElement final)
    {
        using RecordedBookSource source = new(instrument, recording, new RecordedBookOptions { Loop = false, Speed = 10 });
        SimulatedExchange exchange = new(new SimulatedExchangeOptions
        {
            Clock = new MarketClock(new ManualTime()),
            Markets = [new SimulatedMarketOptions(instrument, source)],
            Accounts = [],
            MarginRule = new SpotBalanceRule(false),
        });
        SimulatedMarket market = exchange.Markets.Values.Single();
        for (int step = 1; step <= 1_000 && !source.IsEnded; step++)
            market.Advance(TimeSpan.FromMilliseconds(100 * step));

        Assert.True(source.IsEnded);
        BookCopy book = market.Copy();
        Assert.Equal(Best(final, "bid"), (instrument.Price(book.Bids[0].Price), instrument.Quantity(book.Bids[0].Quantity)));
        Assert.Equal(Best(final, "ask"), (instrument.Price(book.Asks[0].Price), instrument.Quantity(book.Asks[0].Quantity)));
        Assert.Equal(final.GetProperty("bidLevels").GetInt32(), book.Bids.Length);
        Assert.Equal(final.GetProperty("askLevels").GetInt32(), book.Asks.Length);
    }

    private static (decimal Price, decimal Quantity) Best(JsonElement final, string side) => (
        decimal.Parse(final.GetProperty(side)[0].GetString()!, CultureInfo.InvariantCulture),
        decimal.Parse(final.GetProperty(side)[1].GetString()!, CultureInfo.InvariantCulture));

    private static JsonElement Facts(string key)
    {
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("data/replay-facts.json")));
        return facts.RootElement.GetProperty(key).GetProperty("final").Clone();
    }

    private static Instrument Grid(string symbol, string tick, string lot) => TestInstruments.SpotBitcoin with
    {
        Symbol = symbol,
        TickSize = decimal.Parse(tick, CultureInfo.InvariantCulture),
        LotSize = decimal.Parse(lot, CultureInfo.InvariantCulture),
        MinimumQuantity = new QuantityLots(1),
    };
}
