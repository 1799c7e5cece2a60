using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Kraken.Books;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>Frames other than the plain book, and frames that break the protocol.</summary>
public sealed class DecoderTests
{
    [Theory]
    [InlineData("""{"channel":"heartbeat"}""", nameof(KrakenFrameKind.Heartbeat))]
    [InlineData("""{"channel":"status","type":"update","data":[{"system":"online","connection_id":18446744073709551615}]}""", nameof(KrakenFrameKind.Status))]
    [InlineData("""{"method":"subscribe","result":{"channel":"book","depth":10,"snapshot":true,"symbol":"BTC/USD"},"success":true}""", nameof(KrakenFrameKind.Answer))]
    [InlineData("""{"error":"Currency pair not supported XXX/USD","method":"subscribe","success":false}""", nameof(KrakenFrameKind.Answer))]
    [InlineData("""{"method":"pong","req_id":42}""", nameof(KrakenFrameKind.Answer))]
    [InlineData("""{"channel":"trade","type":"update","data":[]}""", nameof(KrakenFrameKind.Other))]
    [InlineData("""{"channel":"news","type":"update","data":[]}""", nameof(KrakenFrameKind.Unknown))]
    [InlineData("""{}""", nameof(KrakenFrameKind.Unknown))]
    public void SpotV2_FrameWithoutBook_IsNamed(string frame, string kind) =>
        Assert.Equal(Enum.Parse<KrakenFrameKind>(kind), new SpotV2Decoder().Decode(Encoding.UTF8.GetBytes(frame)));

    [Fact]
    public void SpotV2_MembersInAnyOrder_ReadsTheSame()
    {
        SpotV2Decoder decoder = new();
        string frame = """{"data":[{"timestamp":"2026-08-24T22:21:58.343688Z","checksum":9,"asks":[{"qty":5e-8,"price":2.50}],"bids":[],"symbol":"A\/B"}],"type":"snapshot","channel":"book"}""";
        Assert.Equal(KrakenFrameKind.Book, decoder.Decode(Encoding.UTF8.GetBytes(frame)));
        Assert.Equal(("A/B", true, 9u), (decoder.Book.Symbol, decoder.Book.IsSnapshot, decoder.Book.Checksum!.Value));
        LevelChange level = decoder.Book.Levels[0];
        Assert.Equal((BookSide.Ask, 2.5m, 2, 0.00000005m), (level.Side, level.Price.ToDecimal(), level.Price.WrittenScale, level.Quantity.ToDecimal()));
    }

    [Fact]
    public void SpotV2_Ticker_MarkIsTheMiddle()
    {
        SpotV2Decoder decoder = new();
        decoder.Decode("""{"channel":"ticker","type":"snapshot","data":[{"symbol":"BTC/USD","bid":100.2,"bid_qty":2.5,"ask":100.3,"ask_qty":3.2,"last":99.4,"timestamp":"2022-12-25T09:30:59.123456Z"}]}"""u8);
        Assert.Equal(("BTC/USD", 100.25m), (decoder.Ticker.Symbol, decoder.Ticker.Mark!.Value));
        Assert.Equal(new Instant(1_671_960_659_123_456_000), decoder.Ticker.VenueTime);
    }

    [Theory]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[],"asks":[]}]}""")]
    [InlineData("""{"channel":"book","type":"update","data":[{"bids":[],"asks":[],"checksum":1}]}""")]
    [InlineData("""{"channel":"book","type":"update","data":[]}""")]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":"1","qty":1}],"asks":[],"checksum":1}]}""")]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[{"price":1}],"asks":[],"checksum":1}]}""")]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[],"asks":[],"checksum":99999999999}]}""")]
    [InlineData("""{"channel":"book","type":"update","data":[{"symbol":"A/B","bids":[],"asks":[],"checksum":1,"timestamp":"yesterday"}]}""")]
    [InlineData("""{"channel":"book","data":[{"symbol":"A/B","bids":[],"asks":[],"checksum":1}]}""")]
    [InlineData("""{"channel":"book","type":"upd""")]
    [InlineData("""[]""")]
    public void SpotV2_FrameThatBreaksTheProtocol_Throws(string frame) =>
        Assert.ThrowsAny<JsonException>(() => new SpotV2Decoder().Decode(Encoding.UTF8.GetBytes(frame)));

    [Fact]
    public void SpotV1_TwoPayloadsAndRepublishedLevel_ReadsBothSidesInOrder()
    {
        SpotV1Decoder decoder = new();
        string frame = """[7,{"a":[["10.50000","1.00000000","1618678132.136369"],["10.60000","2.00000000","1618678133.000001","r"]]},{"b":[["10.40000","0.00000000","1618678132.5"]],"c":"4187525586"},"book-100","XBT/USD"]""";
        Assert.Equal(KrakenFrameKind.Book, decoder.Decode(Encoding.UTF8.GetBytes(frame)));
        Assert.Equal((100, "XBT/USD", 4187525586u, false), (decoder.Depth, decoder.Book.Symbol, decoder.Book.Checksum!.Value, decoder.Book.IsSnapshot));
        Assert.Equal([BookSide.Ask, BookSide.Ask, BookSide.Bid], decoder.Book.Levels.ToArray().Select(level => level.Side));
        Assert.Equal(new Instant(1_618_678_133_000_001_000), decoder.Book.VenueTime);
    }

    [Theory]
    [InlineData("""{"event":"heartbeat"}""", nameof(KrakenFrameKind.Heartbeat))]
    [InlineData("""{"connectionID":18239578009413566319,"event":"systemStatus","status":"online","version":"1.8.3"}""", nameof(KrakenFrameKind.Status))]
    [InlineData("""{"channelID":1665,"channelName":"trade","event":"subscriptionStatus","pair":"WAVES/EUR","status":"subscribed"}""", nameof(KrakenFrameKind.Answer))]
    [InlineData("""[993,[["354.11","0.89","1618678142.5","s","l",""]],"trade","XMR/USD"]""", nameof(KrakenFrameKind.Other))]
    [InlineData("""[1668,{"a":["13.2",35,"35.7"],"b":["13.2",185,"185.1"],"c":["13.2","3.7"]},"ticker","WAVES/EUR"]""", nameof(KrakenFrameKind.Other))]
    public void SpotV1_FrameWithoutBook_IsNamed(string frame, string kind) =>
        Assert.Equal(Enum.Parse<KrakenFrameKind>(kind), new SpotV1Decoder().Decode(Encoding.UTF8.GetBytes(frame)));

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2000-03-01T00:00:00.000000001Z", 951_868_800_000_000_001)]
    [InlineData("2026-08-24T22:21:57.110183Z", 1_787_610_117_110_183_000)]
    public void Timestamp_Rfc3339_IsRead(string text, long nanoseconds)
    {
        Assert.True(TimestampText.TryParse(Encoding.ASCII.GetBytes(text), out Instant instant));
        Assert.Equal(nanoseconds, instant.Nanoseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-08-24 22:21:57.110183Z")]
    [InlineData("2026-08-24T22:21:57.110183")]
    [InlineData("2026-02-30T22:21:57Z")]
    [InlineData("2026-08-24T22:21:57.1101831234Z")]
    [InlineData("2026-08-24T2x:21:57Z")]
    public void Timestamp_AnythingElse_IsRefused(string text) =>
        Assert.False(TimestampText.TryParse(Encoding.ASCII.GetBytes(text), out _));
}
