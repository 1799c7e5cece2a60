using System.Globalization;
using System.Text;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Tests.Feeds;

/// <summary>Decoding and book building of every venue allocate nothing once the buffers have grown.</summary>
public sealed class FeedAllocationTests
{
    private const int Warm = 1_000;
    private const int Count = 4_000;

    [Theory]
    [InlineData("bybit")]
    [InlineData("coinbase")]
    [InlineData("hyperliquid")]
    [InlineData("kucoin")]
    [InlineData("okx")]
    public void Apply_SteadyState_AllocatesNothing(string venue)
    {
        IRecordingReplay replay = RecordingReplays.Create(venue)!;
        if (venue == "kucoin")
            replay.Apply(new RecordedMessage { Kind = RecordedKind.HttpAnswer, Url = "https://a/api/v3/market/orderbook/level2?symbol=ABC", Payload = """{"code":"200000","data":{"time":1,"sequence":"0","bids":[["98.00","1"]],"asks":[["102.00","1"]]}}"""u8.ToArray() });
        byte[][] frames = [.. Enumerable.Range(1, Count).Select(number => Encoding.UTF8.GetBytes(Frame(venue, number)))];
        for (int i = 0; i < Warm; i++)
            Apply(replay, frames[i]);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = Warm; i < Count; i++)
            Apply(replay, frames[i]);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        BooksReport report = replay.Report([]);
        Assert.Equal(Count + (venue == "kucoin" ? 1 : 0), report.Snapshots + report.Deltas);
        GridBook book = Assert.Single(replay.Books);
        Assert.Equal(Core.MarketData.BookState.Live, book.Book.State);
    }

    private static void Apply(IRecordingReplay replay, byte[] frame) =>
        replay.Apply(new RecordedMessage { Kind = RecordedKind.Received, Payload = frame });

    private static string Frame(string venue, int number)
    {
        string bid = string.Create(CultureInfo.InvariantCulture, $"{99.00m - (number % 50 * 0.01m)}");
        string ask = string.Create(CultureInfo.InvariantCulture, $"{101.00m + (number % 40 * 0.01m)}");
        int size = number % 7;
        string type = number == 1 ? "snapshot" : "delta";
        return venue switch
        {
            "bybit" => $$$"""{"topic":"orderbook.50.ABC","type":"{{{type}}}","ts":1700000000000,"data":{"s":"ABC","b":[["{{{bid}}}","{{{size}}}"]],"a":[["{{{ask}}}","{{{size}}}"]],"u":{{{number + 1}}},"seq":7},"cts":1}""",
            "coinbase" => $$$"""{"channel":"l2_data","sequence_num":{{{number}}},"events":[{"type":"{{{(number == 1 ? "snapshot" : "update")}}}","product_id":"ABC","updates":[{"side":"bid","event_time":"2026-08-09T21:05:48.170326Z","price_level":"{{{bid}}}","new_quantity":"{{{size}}}"}]}]}""",
            "hyperliquid" => $$$"""{"channel":"l2Book","data":{"coin":"ABC","time":{{{number}}},"levels":[[{"px":"{{{bid}}}","sz":"1","n":1}],[{"px":"{{{ask}}}","sz":"1","n":1}]]}}""",
            "kucoin" => $$$"""{"data":{"sequenceStart":{{{number}}},"symbol":"ABC","changes":{"asks":[],"bids":[["{{{bid}}}","{{{size}}}","{{{number}}}"]]},"sequenceEnd":{{{number}}}},"topic":"/market/level2:ABC","type":"message"}""",
            "okx" => $$$"""{"arg":{"channel":"books","instId":"ABC"},"action":"{{{(number == 1 ? "snapshot" : "update")}}}","data":[{"asks":[["{{{ask}}}","{{{size}}}","0","1"]],"bids":[],"ts":"1700000000000","checksum":0,"prevSeqId":{{{number - 1}}},"seqId":{{{number}}}}]}""",
            _ => throw new ArgumentOutOfRangeException(nameof(venue), venue, "no frames"),
        };
    }
}
