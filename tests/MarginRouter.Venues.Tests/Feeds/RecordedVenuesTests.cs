using System.Globalization;
using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Tests.Feeds;

/// <summary>Every recording of the venues whose books are built by <see cref="FeedReplay"/>, compared with the facts measured by other means.</summary>
public sealed class RecordedVenuesTests
{
    [SharedDataTheory]
    [InlineData("bybit/ws_v5_linear_orderbook200_20260809.jsonl.gz", 4, 1594)]
    [InlineData("bybit/ws_v5_linear_orderbook1_20250613.jsonl.gz", 198, 0)]
    [InlineData("bybit/ws_v5_spot_orderbook1_20250613.jsonl.gz", 139, 0)]
    [InlineData("coinbase/advanced_trade_ws_l2_20260809.jsonl.gz", 2, 773)]
    [InlineData("hyperliquid/ws_l2book_trades_btc_20250126.log.gz", 46, 0)]
    [InlineData("kucoin/classic_spot_level2_20210425.jsonl.gz", 5, 2760)]
    [InlineData("okx/ws_v5_books_20220513.jsonl.gz", 3, 287)]
    public void Play_Recording_EqualsTheFacts(string recording, long snapshots, long deltas)
    {
        BooksReport report = Play(recording, out _);
        JsonElement facts = Facts().GetProperty(recording);

        Assert.Equal(recording.Split('/')[0], report.Venue);
        Assert.Equal(facts.GetProperty("messages").EnumerateObject().Sum(kind => kind.Value.GetInt64()), report.Messages);
        Assert.Equal((snapshots, deltas), (report.Snapshots, report.Deltas));
        Assert.Equal((0L, 0L, 0L, 0L), (report.Gaps, report.ChecksumBad, report.Crossed, report.UnknownMessages));
        Assert.Equal(facts.TryGetProperty("checksumMatches", out JsonElement matches) ? matches.GetInt64() : 0, report.ChecksumOk);
        Assert.Equal(facts.TryGetProperty("totals", out JsonElement totals) ? totals.GetProperty("stale").GetInt64() : 0, report.Stale);
        Assert.False(report.FoundFault());
        Assert.NotEmpty(report.Books);
        AssertFinalBooks(facts, report.Books);
    }

    [SharedDataFact]
    public void Facts_EveryRecording_IsReplayedByATest()
    {
        string[] here = [.. typeof(RecordedVenuesTests).GetMethod(nameof(Play_Recording_EqualsTheFacts))!
            .GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => (string)((IReadOnlyCollection<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!).First().Value!)];
        string[] ofThese = [.. Facts().EnumerateObject().Select(fact => fact.Name)
            .Where(name => name.Split('/')[0] is not ("binance" or "kraken"))
            .Where(name => RecordingReplays.Names.Contains(name.Split('/')[0]))];

        Assert.Equal(ofThese.Order(StringComparer.Ordinal), here.Order(StringComparer.Ordinal));
    }

    [SharedDataTheory]
    [InlineData("bybit/ws_v5_linear_orderbook200_20260809.jsonl.gz", 102)]
    [InlineData("coinbase/advanced_trade_ws_l2_20260809.jsonl.gz", 59)]
    [InlineData("hyperliquid/ws_l2book_trades_btc_20250126.log.gz", 9)]
    [InlineData("kucoin/classic_spot_level2_20210425.jsonl.gz", 6)]
    [InlineData("okx/ws_v5_books_20220513.jsonl.gz", 74)]
    public void Play_Recording_DecodesItsTrades(string recording, long frames)
    {
        Play(recording, out long trades);

        Assert.True(trades >= frames, $"{trades} trades in {frames} frames with trades");
    }

    /// <summary>The documentation's own examples, of all channels: whatever they are, none breaks a decoder.</summary>
    [SharedDataTheory]
    [InlineData("bybit")]
    [InlineData("hyperliquid")]
    [InlineData("kucoin")]
    [InlineData("okx")]
    public void Apply_DocumentedExample_IsReadOrCounted(string venue)
    {
        long books = 0;
        foreach (string line in File.ReadLines(SharedData.PathOf($"data/{venue}/payloads/ws_examples.jsonl")).Where(line => line.Length > 0))
        {
            using JsonDocument example = JsonDocument.Parse(line);
            IRecordingReplay replay = RecordingReplays.Create(venue)!;
            foreach (JsonElement step in example.RootElement.GetProperty("steps").EnumerateArray())
            {
                if (step.GetProperty("dir").GetString() == "send" || step.GetProperty("msg").ValueKind != JsonValueKind.Object)
                    continue;
                byte[] text = JsonSerializer.SerializeToUtf8Bytes(step.GetProperty("msg"));
                replay.Apply(new RecordedMessage { Kind = RecordedKind.Received, Payload = text });
            }

            BooksReport report = replay.Report([]);

            // One example of OKX bears a checksum that is not that of its levels.
            Assert.True(report.Gaps == 0 && report.Crossed == 0, line);
            books += report.Books.Count;
        }

        Assert.True(books > 0, "no example holds a book");
    }

    private static BooksReport Play(string recording, out long trades)
    {
        FeedReplay replay = (FeedReplay)RecordingReplays.Create(recording.Split('/')[0])!;
        BooksReport report = RecordingReplays.Play([SharedData.PathOf("data/" + recording)], replay);
        trades = replay.Trades;
        return report;
    }

    private static JsonElement Facts()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/replay-facts.json")));
        return document.RootElement.Clone();
    }

    private static void AssertFinalBooks(JsonElement facts, IReadOnlyDictionary<string, BookReport> books)
    {
        Dictionary<string, JsonElement> expected = facts.TryGetProperty("final", out JsonElement final)
            ? final.EnumerateObject().ToDictionary(book => book.Name.Split('.')[^1], book => book.Value)
            : facts.TryGetProperty("bySymbol", out JsonElement bySymbol)
                ? bySymbol.EnumerateObject().ToDictionary(book => book.Name, book => book.Value.GetProperty("final"))
                : [];
        foreach (BookReport book in books.Values)
            Assert.Equal("Live", book.State);
        if (expected.Count > 0)
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), books.Keys.Order(StringComparer.Ordinal));
        foreach ((string symbol, JsonElement book) in expected)
            AssertFinalBook(book, books[symbol]);
    }

    private static void AssertFinalBook(JsonElement expected, BookReport actual)
    {
        Assert.Equal((expected.GetProperty("bidLevels").GetInt32(), expected.GetProperty("askLevels").GetInt32()), (actual.BidLevels, actual.AskLevels));
        AssertTop(expected.GetProperty("bid"), actual.Bid);
        AssertTop(expected.GetProperty("ask"), actual.Ask);
        foreach (string name in new[] { "u", "checksum" })
        {
            if (expected.TryGetProperty(name, out JsonElement sequence))
                Assert.Equal(sequence.GetInt64(), actual.Sequence);
        }
    }

    private static void AssertTop(JsonElement expected, IReadOnlyList<string> actual)
    {
        string[] text = expected.ValueKind == JsonValueKind.Array ? [.. expected.EnumerateArray().Select(part => part.GetString()!)] : [expected.GetString()!];
        Assert.Equal(text.Select(Number), actual.Take(text.Length).Select(Number));
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
