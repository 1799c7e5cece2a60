using System.Globalization;
using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Tests.Binance;

/// <summary>Every Binance recording against the facts that were established independently for it.</summary>
public sealed class BinanceRecordingTests
{
    [SharedDataTheory]
    [InlineData("binance/hft spot_btcusdt (08 then 09)", "BTCUSDT", "spot_btcusdt_20240808.log.gz", "spot_btcusdt_20240809.log.gz")]
    [InlineData("binance/hft usdm_btcusdt", "BTCUSDT", "usdm_btcusdt_20240808.log.gz")]
    [InlineData("binance/hft cm_btcusd_perp", "BTCUSD_PERP", "cm_btcusd_perp_20240808.log.gz")]
    public void Play_LongRecording_EqualsFacts(string facts, string symbol, params string[] files)
    {
        JsonElement expected = Facts(facts);
        BinanceRecordingReplay replay = new();
        BooksReport report = RecordingReplays.Play([.. files.Select(file => SharedData.PathOf("data/binance/hft/" + file))], replay);

        Assert.Equal(expected.GetProperty("messages").EnumerateObject().Sum(kind => kind.Value.GetInt64()), report.Messages);
        Assert.Equal(1, report.Snapshots);
        Assert.Equal(Number(expected, "applied"), report.Deltas);
        Assert.Equal(Number(expected, "staleDiscarded"), report.Stale);
        AssertNoFault(expected, report);
        Assert.Equal(Number(expected, "bookTickerSameUpdateIdCompared"), replay.TickersCompared);
        Assert.Equal(Number(expected, "bookTickerMatches"), replay.TickersMatched);

        JsonElement final = expected.GetProperty("final");
        BookReport book = Assert.Single(report.Books, named => named.Key == symbol).Value;
        Assert.Equal(final.GetProperty("bid").EnumerateArray().Select(text => text.GetString()!), book.Bid);
        Assert.Equal(final.GetProperty("ask").EnumerateArray().Select(text => text.GetString()!), book.Ask);
        Assert.Equal(final.GetProperty("bidLevels").GetInt32(), book.BidLevels);
        Assert.Equal(final.GetProperty("askLevels").GetInt32(), book.AskLevels);
        Assert.Equal(Number(final, "updateId"), book.Sequence);
        Assert.Equal("Live", book.State);
    }

    [SharedDataTheory]
    [InlineData("binance_2021")]
    [InlineData("binance_futures_2021")]
    [InlineData("binance_delivery_2021")]
    public void Play_Session_EqualsFacts(string name)
    {
        JsonElement expected = Facts("binance/session/" + name);
        BinanceRecordingReplay replay = new();
        BooksReport report = RecordingReplays.Play([SharedData.PathOf($"data/binance/session/{name}.jsonl.gz")], replay);
        JsonElement[] symbols = [.. expected.GetProperty("bySymbol").EnumerateObject().Select(symbol => symbol.Value)];

        Assert.Equal(expected.GetProperty("messages").EnumerateObject().Sum(kind => kind.Value.GetInt64()), report.Messages);
        Assert.Equal(symbols.Length, report.Snapshots);
        Assert.Equal(symbols.Sum(symbol => Number(symbol, "applied")), report.Deltas);
        Assert.Equal(symbols.Sum(symbol => Number(symbol, "stale")), report.Stale);
        Assert.All(symbols, symbol => AssertNoFault(symbol, report));
        Assert.Equal(symbols.Sum(symbol => Number(symbol, "bookTickerCompared")), replay.TickersCompared);
        Assert.Equal(symbols.Sum(symbol => Number(symbol, "bookTickerMatches")), replay.TickersMatched);
        Assert.Equal(symbols.Length, report.Books.Count);
        Assert.All(expected.GetProperty("bySymbol").EnumerateObject(), symbol =>
        {
            JsonElement final = symbol.Value.GetProperty("final");
            BookReport book = report.Books[symbol.Name];
            Assert.Equal(Number(final, "updateId"), book.Sequence);
            Assert.Equal(final.GetProperty("bid").GetString(), book.Bid[0]);
            Assert.Equal(final.GetProperty("ask").GetString(), book.Ask[0]);
            Assert.Equal("Live", book.State);
        });
    }

    [SharedDataFact]
    public void Play_RecordingWithLostEvent_CountsTheGapAndDropsTheBook()
    {
        string source = SharedData.PathOf("data/binance/session/binance_2021.jsonl.gz");
        BinanceRecordingReplay replay = new();
        using RecordingReader reader = new(source);
        int depth = 0;
        while (reader.TryRead(out RecordedMessage message))
        {
            bool lost = message.Kind == RecordedKind.Received
                && message.Payload.Span.IndexOf("nknusdt@depth"u8) >= 0
                && ++depth == 100;
            if (!lost)
                replay.Apply(message);
        }

        BooksReport report = replay.Report([source]);
        Assert.Equal(1, report.Gaps);
        Assert.True(report.FoundFault());
        Assert.Equal("Gapped", report.Books["NKNUSDT"].State);
        Assert.Empty(report.Books["NKNUSDT"].Bid);
        Assert.Equal("Live", report.Books["BLZETH"].State);
    }

    [SharedDataFact]
    public void ToJson_OfReport_HasTheMembersOfTheContract()
    {
        string contract = File.ReadAllText(SharedData.PathOf("contracts/command-line.md"));
        string example = contract.Split("## `books --json`")[1].Split("```json")[1].Split("```")[0];
        using JsonDocument expected = JsonDocument.Parse(example);
        BooksReport report = RecordingReplays.Play(
            [SharedData.PathOf("data/binance/session/binance_2021.jsonl.gz")], RecordingReplays.Create("binance")!);
        using JsonDocument actual = JsonDocument.Parse(report.ToJson());

        Assert.Equal(NamesOf(expected.RootElement), NamesOf(actual.RootElement));
        Assert.Equal(
            NamesOf(expected.RootElement.GetProperty("books").EnumerateObject().First().Value),
            NamesOf(actual.RootElement.GetProperty("books").EnumerateObject().First().Value));
    }

    private static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    private static JsonElement Facts(string recording) =>
        JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/replay-facts.json"))).RootElement.GetProperty(recording);

    private static long Number(JsonElement element, string name) =>
        long.Parse(element.GetProperty(name).GetRawText(), CultureInfo.InvariantCulture);

    private static void AssertNoFault(JsonElement expected, BooksReport report)
    {
        Assert.True(expected.GetProperty("firstEventBracketsSnapshot").GetBoolean());
        Assert.Equal(Number(expected, "gaps"), report.Gaps);
        Assert.Equal(Number(expected, "crossedBooks"), report.Crossed);
        Assert.Equal(0, report.UnknownMessages);
        Assert.False(report.FoundFault());
    }
}
