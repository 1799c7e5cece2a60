using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>Every Kraken recording, compared with the facts that were measured from it by other means.</summary>
public sealed class KrakenRecordingReplayTests
{
    [SharedDataTheory]
    [InlineData("kraken/spot_ws_v1_book1000_20210417.jsonl.gz", 4430, 10, 4269)]
    [InlineData("kraken/spot_ws_v2_book_btcusd_d10_20260816.jsonl", 62, 1, 53)]
    [InlineData("kraken/spot_ws_v2_book_btcusd_d10_20260824.jsonl", 8, 1, 3)]
    [InlineData("kraken/futures_ws_v1_20210722.jsonl.gz", 7175, 10, 7014)]
    public void Play_Recording_EqualsTheFacts(string recording, long messages, long snapshots, long deltas)
    {
        BooksReport report = Play(SharedData.PathOf("data/" + recording));
        JsonElement facts = Facts(recording);

        Assert.Equal("kraken", report.Venue);
        Assert.Equal((messages, snapshots, deltas), (report.Messages, report.Snapshots, report.Deltas));
        Assert.Equal((0L, 0L, 0L, 0L, 0L), (report.Stale, report.Gaps, report.ChecksumBad, report.Crossed, report.UnknownMessages));
        Assert.Equal(facts.TryGetProperty("checksumMatches", out JsonElement matches) ? matches.GetInt64() : 0, report.ChecksumOk);
        Assert.False(report.FoundFault());
        Assert.Equal(messages, MessagesIn(facts));
        AssertFinalBooks(facts.GetProperty("final"), report.Books);
    }

    private static BooksReport Play(string file) =>
        RecordingReplays.Play([file], RecordingReplays.Create("kraken") ?? throw new InvalidOperationException("kraken is not registered"));

    private static JsonElement Facts(string recording)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/replay-facts.json")));
        return document.RootElement.GetProperty(recording).Clone();
    }

    private static long MessagesIn(JsonElement facts)
    {
        long total = 0;
        foreach (JsonProperty kind in facts.GetProperty("messages").EnumerateObject())
            total += kind.Value.GetInt64();
        return total;
    }

    private static void AssertFinalBooks(JsonElement final, IReadOnlyDictionary<string, BookReport> books)
    {
        if (final.TryGetProperty("bid", out _))
        {
            AssertFinalBook(final, Assert.Single(books).Value);
            return;
        }

        foreach (JsonProperty expected in final.EnumerateObject())
            AssertFinalBook(expected.Value, books[expected.Name]);
        Assert.Equal(final.EnumerateObject().Count(), books.Count);
    }

    private static void AssertFinalBook(JsonElement expected, BookReport actual)
    {
        Assert.Equal("Live", actual.State);
        Assert.Equal(expected.GetProperty("bidLevels").GetInt32(), actual.BidLevels);
        Assert.Equal(expected.GetProperty("askLevels").GetInt32(), actual.AskLevels);
        Assert.Equal(expected.GetProperty(expected.TryGetProperty("seq", out _) ? "seq" : "checksum").GetInt64(), actual.Sequence);
        AssertTop(expected.GetProperty("bid"), actual.Bid);
        AssertTop(expected.GetProperty("ask"), actual.Ask);
    }

    private static void AssertTop(JsonElement expected, IReadOnlyList<string> actual)
    {
        if (expected.ValueKind == JsonValueKind.Array)
        {
            Assert.Equal([expected[0].GetString()!, expected[1].GetString()!], actual);
            return;
        }

        // The facts of the futures recording state the price alone; the venue writes 32183.0 and 32200.5 side by side, so the book's
        // text may have more zeros.
        Assert.Equal(decimal.Parse(expected.GetString()!, System.Globalization.CultureInfo.InvariantCulture), decimal.Parse(actual[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}
