using System.Text;
using System.Text.Json;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Tests.Feeds;

/// <summary>The sequence rule of each venue: what is lost, doubled, late or out of order, and what comes after.</summary>
public sealed class SequenceRuleTests
{
    private const string KuCoinTopic = """
        "subject":"trade.l2update","topic":"/market/level2:ABC-USDT","type":"message"}
        """;

    [Fact]
    public void Bybit_MissingUpdate_DropsTheBookUntilASnapshot()
    {
        IRecordingReplay replay = Play("bybit", Bybit("snapshot", 10, "10.01:5", "10.05:1"), Bybit("delta", 12, "10.02:5", ""), Bybit("delta", 13, "", "10.06:1"));
        Expect(replay, "Gapped", gaps: 1, stale: 1);

        Play(replay, Bybit("snapshot", 20, "10.03:5", "10.05:1"), Bybit("delta", 21, "10.04:1", ""));
        Expect(replay, "Live", gaps: 1, stale: 1, bid: "10.04");
    }

    [Fact]
    public void Bybit_RepeatedUpdate_IsPassedOver() =>
        Expect(Play("bybit", Bybit("snapshot", 10, "10.01:5", "10.05:1"), Bybit("delta", 11, "10.02:5", ""), Bybit("delta", 11, "10.02:5", "")), "Live", stale: 1, bid: "10.02");

    [Fact]
    public void Bybit_UpdateIdOne_OverwritesTheBook() =>
        Expect(Play("bybit", Bybit("snapshot", 10, "10.01:5", "10.05:1"), Bybit("delta", 1, "9.01:5", "9.05:1")), "Live", bid: "9.01");

    [Fact]
    public void Bybit_TwoDepthsOfOneSymbol_AreTwoBooks()
    {
        IRecordingReplay replay = Play("bybit", Bybit("snapshot", 10, "10.01:5 10.00:2", "10.05:1"), Bybit("snapshot", 900, "10.02:5", "10.05:1").Replace("orderbook.50", "orderbook.1", StringComparison.Ordinal));

        BooksReport report = replay.Report([]);
        Assert.Equal("10.01", report.Books["ABCUSDT"].Bid[0]);
        Assert.Equal("10.02", report.Books["ABCUSDT orderbook.1"].Bid[0]);
    }

    [Theory]
    [InlineData("10.06:5", "10.05:1", "Crossed", 0, 1)]
    [InlineData("10.05:5", "10.05:1", "Crossed", 0, 1)]
    [InlineData("10.00:5 10.01:1", "10.05:1", "Gapped", 1, 0)]
    [InlineData("10.01:5 10.01:1", "10.05:1", "Gapped", 1, 0)]
    [InlineData("10.01:-5", "10.05:1", "Gapped", 1, 0)]
    [InlineData("-10.01:5", "10.05:1", "Gapped", 1, 0)]
    public void AnyVenue_SnapshotThatBreaksARule_IsNotTaken(string bids, string asks, string state, int gaps, int crossed) =>
        Expect(Play("bybit", Bybit("snapshot", 10, bids, asks)), state, gaps, crossed: crossed);

    [Fact]
    public void Okx_PreviousSequence_MustBeThatOfTheBook()
    {
        IRecordingReplay replay = Play("okx", Okx("snapshot", -1, 700, "10.01:5", "10.05:1"), Okx("update", 700, 719, "10.02:5", ""), Okx("update", 719, 719, "", ""));
        Expect(replay, "Live", bid: "10.02");

        Play(replay, Okx("update", 725, 730, "10.03:1", ""));
        Expect(replay, "Gapped", gaps: 1);
    }

    [Fact]
    public void Okx_SequenceThatFallsAfterMaintenance_IsFollowed() =>
        Expect(Play("okx", Okx("snapshot", -1, 700, "10.01:5", "10.05:1"), Okx("update", 700, 3, "10.02:5", ""), Okx("update", 3, 8, "10.03:5", "")), "Live", bid: "10.03");

    [Fact]
    public void Okx_WrongChecksum_DropsTheBook()
    {
        IRecordingReplay replay = Play("okx", Okx("snapshot", -1, 700, "10.01:5", "10.05:1", checksum: 12345));

        Expect(replay, "Gapped", checksumBad: 1);
    }

    [Fact]
    public void Okx_PlainPong_IsKnown() => Assert.Equal(0, Play("okx", "pong").Report([]).UnknownMessages);

    [Fact]
    public void KuCoin_UpdatesAroundTheSnapshot_AreSplicedChangeByChange()
    {
        IRecordingReplay replay = Play(
            "kucoin",
            KuCoin(498, 498, """["9","9","498"]""", ""),
            KuCoin(499, 501, """["10.01","5","499"],["10.02","6","501"]""", """["10.05","1","500"]"""));
        Answer(replay, 500, "10.01:7", "10.05:3");
        Play(replay, KuCoin(502, 503, """["10.02","0","503"],["10.02","8","502"]""", ""), KuCoin(504, 504, "", """["0","0","504"]"""));

        // The change 499 is in the snapshot, 501 is not; of two changes of one price the later sequence wins whatever its place.
        Expect(replay, "Live", stale: 1, bid: "10.01");
        Assert.Equal(["10.01", "7"], Book(replay).Bid);
        Assert.Equal(504, Book(replay).Sequence);
    }

    [Fact]
    public void KuCoin_SnapshotOlderThanTheFirstUpdate_IsNotTaken()
    {
        IRecordingReplay replay = Play("kucoin", KuCoin(499, 501, """["10.01","5","499"]""", ""));
        Answer(replay, 490, "10.01:7", "10.05:3");
        Expect(replay, "Empty");

        Answer(replay, 499, "10.00:7", "10.05:3");
        Expect(replay, "Live", bid: "10.00");
    }

    [Fact]
    public void KuCoin_MissingUpdate_DropsTheBookUntilASnapshotThatCoversIt()
    {
        IRecordingReplay replay = Play("kucoin");
        Answer(replay, 500, "10.01:7", "10.05:3");
        Play(replay, KuCoin(502, 502, """["10.02","5","502"]""", ""));
        Expect(replay, "Gapped", gaps: 1);

        Answer(replay, 501, "10.01:7", "10.05:3");
        Expect(replay, "Live", gaps: 1, bid: "10.02");
    }

    [Fact]
    public void Hyperliquid_BookThatIsOlder_IsPassedOver() =>
        Expect(Play("hyperliquid", Hyperliquid(1000, "10.01", "10.05"), Hyperliquid(1000, "10.02", "10.05"), Hyperliquid(500, "10.03", "10.05")), "Live", stale: 1, bid: "10.02");

    [Fact]
    public void Coinbase_MissingFrameOfAnyChannel_DropsTheBooks()
    {
        const string book = """{"channel":"l2_data","sequence_num":NUM,"events":[{"type":"TYPE","product_id":"ABC-USD","updates":[{"side":"bid","price_level":"10.01","new_quantity":"5"}]}]}""";
        string Frame(int number, string type) => book.Replace("NUM", $"{number}", StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal);
        const string heartbeat = """{"channel":"heartbeats","sequence_num":3,"events":[]}""";

        IRecordingReplay replay = Play("coinbase", Frame(1, "snapshot"), heartbeat, Frame(4, "update"));

        Expect(replay, "Gapped", gaps: 1, stale: 1);
    }

    [Theory]
    [InlineData("bybit", """{"topic":"orderbook.50.ABCUSDT","type":"snapshot","ts":1,"data":{"s":"ABCUSDT","b":[],"b":[],"a":[],"u":5}}""")]
    [InlineData("bybit", """{"topic":"orderbook.50.ABCUSDT","type":"snapshot","ts":1,"data":{"s":"ABCUSDT","b":[],"a":[]}}""")]
    [InlineData("okx", """{"arg":{"channel":"books","instId":"A-B"},"data":[{"asks":[],"bids":[],"ts":"1","seqId":2,"prevSeqId":1}]}""")]
    [InlineData("okx", """{"arg":{"channel":"books","instId":"A-B"},"action":"snapshot","data":[{"asks":[["1"]],"bids":[],"ts":"1"}]}""")]
    [InlineData("kucoin", """{"data":{"symbol":"A-B","changes":{"asks":[["1","1"]],"bids":[]},"sequenceEnd":4,"sequenceStart":4},"topic":"/market/level2:A-B","type":"message"}""")]
    [InlineData("hyperliquid", """{"channel":"l2Book","data":{"coin":"A","time":1,"levels":[[{"px":"1"}],[]]}}""")]
    [InlineData("coinbase", """{"channel":"l2_data","events":[{"type":"snapshot","product_id":"A-B","updates":[]}]}""")]
    public void Apply_BookThatLacksSomething_IsRefused(string venue, string frame) => Assert.Throws<JsonException>(() => Play(venue, frame));

    private static IRecordingReplay Play(string venue, params string[] frames) => Play(RecordingReplays.Create(venue)!, frames);

    private static IRecordingReplay Play(IRecordingReplay replay, params string[] frames)
    {
        foreach (string frame in frames)
            replay.Apply(new RecordedMessage { Kind = RecordedKind.Received, Payload = Encoding.UTF8.GetBytes(frame) });
        return replay;
    }

    private static BookReport Book(IRecordingReplay replay) => Assert.Single(replay.Report([]).Books).Value;

    private static void Expect(IRecordingReplay replay, string state, int gaps = 0, int stale = 0, int crossed = 0, int checksumBad = 0, string? bid = null)
    {
        BooksReport report = replay.Report([]);
        Assert.Equal((gaps, stale, crossed, checksumBad), (report.Gaps, report.Stale, report.Crossed, report.ChecksumBad));
        BookReport book = Book(replay);
        Assert.Equal(state, book.State);
        if (state == "Live")
            Assert.Equal(bid, book.Bid[0]);
        else
            Assert.Equal((0, 0), (book.BidLevels, book.AskLevels));
    }

    private static string Levels(string levels, string tail = "") =>
        string.Join(',', levels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(level => $"[\"{level.Replace(":", "\",\"", StringComparison.Ordinal)}\"{tail}]"));

    private static string Bybit(string type, long id, string bids, string asks) =>
        $$$"""{"topic":"orderbook.50.ABCUSDT","type":"{{{type}}}","ts":1700000000000,"data":{"s":"ABCUSDT","b":[{{{Levels(bids)}}}],"a":[{{{Levels(asks)}}}],"u":{{{id}}},"seq":7},"cts":1}""";

    private static string Okx(string action, long previous, long sequence, string bids, string asks, int checksum = 0) =>
        $$$"""{"arg":{"channel":"books","instId":"ABC-USDT"},"action":"{{{action}}}","data":[{"asks":[{{{Levels(asks, ",\"0\",\"1\"")}}}],"bids":[{{{Levels(bids, ",\"0\",\"1\"")}}}],"ts":"1700000000000","checksum":{{{checksum}}},"prevSeqId":{{{previous}}},"seqId":{{{sequence}}}}]}""";

    private static string KuCoin(long first, long last, string bids, string asks) =>
        $$"""{"data":{"sequenceStart":{{first}},"symbol":"ABC-USDT","changes":{"asks":[{{asks}}],"bids":[{{bids}}]},"sequenceEnd":{{last}}},{{KuCoinTopic}}""";

    private static string Hyperliquid(long time, string bid, string ask) =>
        $$$"""{"channel":"l2Book","data":{"coin":"ABC","time":{{{time}}},"levels":[[{"px":"{{{bid}}}","sz":"1","n":1}],[{"px":"{{{ask}}}","sz":"1","n":1}]]}}""";

    private static void Answer(IRecordingReplay replay, long sequence, string bids, string asks) => replay.Apply(new RecordedMessage
    {
        Kind = RecordedKind.HttpAnswer,
        Url = "https://api.kucoin.com/api/v3/market/orderbook/level2?symbol=ABC-USDT",
        Payload = Encoding.UTF8.GetBytes($$$"""{"code":"200000","data":{"time":1700000000000,"sequence":"{{{sequence}}}","bids":[{{{Levels(bids)}}}],"asks":[{{{Levels(asks)}}}]}}"""),
    });
}
