using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Futures;

/// <summary>Books and marks of Kraken futures (docs.kraken.com, futures-websocket): one request a feed, for all products together.</summary>
internal sealed class FuturesProtocol(FeedOptions options) : FeedProtocol
{
    /// <summary>
    /// The venue wants a ping at least once a minute and has no message for it; the runtime sends ping frames only over a silent socket, which one
    /// with heartbeats is not. The heartbeat subscribed again is a request that changes nothing and is answered.
    /// </summary>
    public override byte[] Ping { get; } = [.. """{"event":"subscribe","feed":"heartbeat"}"""u8];

    /// <inheritdoc />
    public override FeedDecoder NewDecoder() => new FuturesDecoder();

    /// <inheritdoc />
    public override BookBuilder NewBook(Instrument instrument) => new FuturesBook(GridBook.For(instrument));

    /// <inheritdoc />
    public override ValueTask<Uri> AddressAsync(InstrumentKind kind, VenueHttp http, CancellationToken cancellation) =>
        ValueTask.FromResult(new Uri(options.Socket, "/ws/v1"));

    /// <inheritdoc />
    public override IEnumerable<byte[]> Subscribe(IReadOnlyList<Instrument> instruments) =>
        [Ping, Request("subscribe", "book", instruments), Request("subscribe", "ticker", instruments)];

    /// <inheritdoc />
    public override IEnumerable<byte[]> Resubscribe(Instrument instrument) =>
        [Request("unsubscribe", "book", [instrument]), Request("subscribe", "book", [instrument])];

    private static byte[] Request(string action, string feed, IEnumerable<Instrument> instruments) => Encoding.UTF8.GetBytes(
        $$"""{"event":"{{action}}","feed":"{{feed}}","product_ids":[{{string.Join(',', instruments.Select(instrument => $"\"{instrument.Symbol}\""))}}]}""");
}
