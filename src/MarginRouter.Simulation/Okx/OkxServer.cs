using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Okx;

/// <summary>
/// The public WebSocket of OKX v5 (okx.com/docs-v5): channel books with seqId and prevSeqId, mark-price, plain-text ping, the notice before
/// a connection is closed. The checksum is 0 unless the legacy one is wanted.
/// </summary>
internal sealed class OkxServer : StreamServer
{
    private const int Depth = 400;
    private const int HashedLevels = 25;
    private readonly bool legacyChecksums;
    private readonly Dictionary<string, StreamBook> books;

    public OkxServer(SimulatedExchange exchange, bool legacyChecksums, CancellationToken stopping)
        : base(exchange, stopping)
    {
        this.legacyChecksums = legacyChecksums;
        books = Books(Depth);
    }

    /// <inheritdoc />
    protected override byte[] Closing { get; } = StreamText.Frame(
        """{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a4d3ae55"}""");

    /// <inheritdoc />
    public override void OnTick(MarketTick tick)
    {
        string symbol = tick.Market.Instrument.Symbol;
        StreamBook book = books[symbol];
        IReadOnlyList<LevelChange> changes = book.Advance(tick);
        BroadcastBook($"books:{symbol}", Book(tick.Market.Instrument, book, changes, tick.Time));
    }

    /// <inheritdoc />
    protected override bool ServesSocket(HttpRequest request) => request.Path.Value == "/ws/v5/public";

    /// <inheritdoc />
    protected override void ReceiveText(StreamConnection connection, string text)
    {
        if (text == "ping")
            connection.Send(StreamText.Frame("pong"));
        else
            base.ReceiveText(connection, text);
    }

    /// <inheritdoc />
    protected override void Receive(StreamConnection connection, JsonElement request)
    {
        string operation = request.GetProperty("op").GetString() ?? "";
        foreach (JsonElement argument in request.GetProperty("args").EnumerateArray())
        {
            string channel = argument.GetProperty("channel").GetString() ?? "";
            string symbol = argument.GetProperty("instId").GetString() ?? "";
            if (operation is not ("subscribe" or "unsubscribe") || channel is not ("books" or "mark-price") || !Lists(symbol))
            {
                connection.Send(StreamText.Frame($$"""{"event":"error","code":"60018","msg":"Wrong URL or channel:{{channel}},instId:{{symbol}} doesn't exist.","connId":"a4d3ae55"}"""));
                continue;
            }

            connection.Send(StreamText.Frame($$"""{"event":"{{operation}}","arg":{"channel":"{{channel}}","instId":"{{symbol}}"},"connId":"a4d3ae55"}"""));
            if (operation == "unsubscribe")
            {
                connection.Topics.Remove($"{channel}:{symbol}");
                continue;
            }

            // A second subscription brings a second snapshot.
            connection.Topics.Add($"{channel}:{symbol}");
            SimulatedMarket market = Exchange.Market(symbol);
            connection.Send(channel == "books" ? Book(market.Instrument, books[symbol], null, Exchange.Clock.Now) : Mark(market));
        }
    }

    /// <inheritdoc />
    protected override void SendMark(SimulatedMarket market) => Broadcast($"mark-price:{market.Instrument.Symbol}", Mark(market));

    private byte[] Mark(SimulatedMarket market) => StreamText.Frame(
        $$"""{"arg":{"channel":"mark-price","instId":"{{market.Instrument.Symbol}}"},"data":[{"instType":"SWAP","instId":"{{market.Instrument.Symbol}}","markPx":"{{StreamText.Of(market.MarkPrice ?? 0)}}","ts":"{{Milliseconds(Exchange.Clock.Now)}}"}]}""");

    private byte[] Book(Instrument instrument, StreamBook book, IReadOnlyList<LevelChange>? changes, Instant time)
    {
        const string tail = ",\"0\",\"1\"";
        string bids = StreamText.Levels(instrument, changes is null ? book.Book.Bids : StreamText.Side(changes, BookSide.Bid), tail);
        string asks = StreamText.Levels(instrument, changes is null ? book.Book.Asks : StreamText.Side(changes, BookSide.Ask), tail);
        string action = changes is null ? "snapshot" : "update";
        long previous = changes is null ? -1 : book.PreviousUpdateId;
        return StreamText.Frame(
            $$"""{"arg":{"channel":"books","instId":"{{instrument.Symbol}}"},"action":"{{action}}","data":[{"asks":[{{asks}}],"bids":[{{bids}}],"ts":"{{Milliseconds(time)}}","checksum":{{Checksum(instrument, book.Book, changes is not null)}},"prevSeqId":{{previous}},"seqId":{{book.UpdateId}}}]}""");
    }

    private int Checksum(Instrument instrument, BookCopy book, bool mayBeWrong)
    {
        if (!legacyChecksums)
            return 0;
        List<string> parts = [];
        for (int i = 0; i < HashedLevels; i++)
        {
            foreach (System.Collections.Immutable.ImmutableArray<BookLevel> side in new[] { book.Bids, book.Asks })
            {
                if (i < side.Length)
                    parts.AddRange([StreamText.Of(instrument.Price(side[i].Price)), StreamText.Of(instrument.Quantity(side[i].Quantity))]);
            }
        }

        uint checksum = Crc32.Finish(Crc32.Append(Crc32.Start, Encoding.ASCII.GetBytes(string.Join(':', parts))));
        return unchecked((int)(mayBeWrong && Exchange.Faults.TakeChecksumCorruption() ? ~checksum : checksum));
    }
}
