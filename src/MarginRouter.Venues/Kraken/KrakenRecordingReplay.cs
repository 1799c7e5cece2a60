using System.Text.Json;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Kraken.Books;
using MarginRouter.Venues.Kraken.Futures;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Kraken;

/// <summary>
/// Replays recordings of Kraken's spot sockets (v1 and v2) and futures socket (v1) through the decoders and the book builders that the
/// live adapters use. The protocol is recognised frame by frame.
/// </summary>
public sealed class KrakenRecordingReplay : IRecordingReplay
{
    private readonly SpotV1Decoder spotV1 = new();
    private readonly SpotV2Decoder spotV2 = new();
    private readonly FeedReplay futures = new("kraken", new FuturesDecoder(), grid => new FuturesBook(grid));
    private readonly Dictionary<string, RecordedBook> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> depths = new(StringComparer.Ordinal);
    private long messages;
    private long snapshots;
    private long deltas;
    private long stale;
    private long checksumBad;
    private long crossed;
    private long unknown;

    /// <inheritdoc />
    public void Apply(in RecordedMessage message)
    {
        switch (message.Kind)
        {
            case RecordedKind.Received:
                Take(message);
                break;
            case RecordedKind.Connected:
                Reconnected(message.Connection);
                futures.Apply(message);
                break;
            case RecordedKind.Sent or RecordedKind.HttpAnswer or RecordedKind.Header:
                break;
        }
    }

    /// <inheritdoc />
    public IEnumerable<GridBook> Books => books.Values.Select(book => book.Book.Grid).Concat(futures.Books);

    /// <inheritdoc />
    public BooksReport Report(IReadOnlyList<string> files)
    {
        BooksReport beside = futures.Report(files);
        Dictionary<string, BookReport> reports = new(beside.Books, StringComparer.Ordinal);
        long checksumOk = 0;
        foreach ((string symbol, RecordedBook book) in books)
        {
            reports.Add(reports.ContainsKey(symbol) ? $"{symbol} spot" : symbol, BookReport.Of(book.Book.Grid));
            checksumOk += book.Book.ChecksumsPassed;
        }

        return new BooksReport
        {
            Files = files,
            Venue = "kraken",
            Messages = messages + beside.Messages,
            Snapshots = snapshots + beside.Snapshots,
            Deltas = deltas + beside.Deltas,
            Stale = stale + beside.Stale,
            Gaps = beside.Gaps,
            ChecksumOk = checksumOk,
            ChecksumBad = checksumBad,
            Crossed = crossed + beside.Crossed,
            UnknownMessages = unknown + beside.UnknownMessages,
            Books = reports,
        };
    }

    private void Take(in RecordedMessage message)
    {
        KrakenProtocol? protocol = ProtocolRecognition.Of(message.Payload.Span);
        if (protocol == KrakenProtocol.FuturesV1)
        {
            futures.Apply(message);
            return;
        }

        messages++;
        if (protocol is { } spot)
            DecodeSpot(spot, message.Payload, message.Connection);
        else
            unknown++;
    }

    private void DecodeSpot(KrakenProtocol protocol, ReadOnlyMemory<byte> payload, string? connection)
    {
        bool isV1 = protocol == KrakenProtocol.SpotV1;
        switch (isV1 ? spotV1.Decode(payload.Span) : spotV2.Decode(payload.Span))
        {
            case KrakenFrameKind.Unknown:
                unknown++;
                break;
            case KrakenFrameKind.Answer when !isV1:
                NoteDepth(payload);
                break;
            case KrakenFrameKind.Book:
                ApplyBook(isV1, connection);
                break;
            default:
                break;
        }
    }

    private void ApplyBook(bool isV1, string? connection)
    {
        BookMessage message = isV1 ? spotV1.Book : spotV2.Book;
        if (!books.TryGetValue(message.Symbol, out RecordedBook? recorded))
        {
            recorded = new RecordedBook(new KrakenBook(GridBook.Growing(books.Count)));
            books.Add(message.Symbol, recorded);
        }

        recorded.Connection = connection;
        Count(recorded.Book.ApplySpot(message, isV1 ? spotV1.Depth : Depth(recorded, message)), message.IsSnapshot);
    }

    private void Count(BookOutcome outcome, bool isSnapshot)
    {
        switch (outcome)
        {
            case BookOutcome.Applied when isSnapshot:
                snapshots++;
                break;
            case BookOutcome.Applied:
                deltas++;
                break;
            case BookOutcome.AwaitingSnapshot:
                stale++;
                break;
            case BookOutcome.ChecksumFailed:
                checksumBad++;
                break;
            case BookOutcome.Crossed:
                crossed++;
                break;
            case BookOutcome.OffGrid:
                throw new JsonException("A price or size does not fit the grid of its book");
        }
    }

    /// <summary>The depth of a v2 book: as acknowledged, else that of its snapshot rounded up to a depth that Kraken offers.</summary>
    private int Depth(RecordedBook recorded, BookMessage message)
    {
        if (depths.TryGetValue(message.Symbol, out int acknowledged))
            return acknowledged;
        if (message.IsSnapshot)
        {
            int bids = 0;
            foreach (LevelChange level in message.Levels)
                bids += level.Side == BookSide.Bid ? 1 : 0;
            recorded.Depth = BookDepths.AtLeast(Math.Max(bids, message.Levels.Length - bids));
        }

        return recorded.Depth;
    }

    private void NoteDepth(ReadOnlyMemory<byte> payload)
    {
        try
        {
            ReadDepth(payload);
        }
        catch (Exception fault) when (BrokenFrame.Is(fault))
        {
            throw BrokenFrame.Named(fault);
        }
    }

    private void ReadDepth(ReadOnlyMemory<byte> payload)
    {
        using JsonDocument answer = JsonDocument.Parse(payload);
        if (answer.RootElement.TryGetProperty("result", out JsonElement result)
            && result.ValueKind == JsonValueKind.Object
            && result.TryGetProperty("depth", out JsonElement depth)
            && result.TryGetProperty("symbol", out JsonElement symbol))
            depths[symbol.GetString() ?? ""] = depth.GetInt32() is > 0 and var levels ? levels : throw new JsonException("a subscription has no positive depth");
    }

    /// <summary>A connection that is opened again has lost messages: its books wait for their snapshots.</summary>
    private void Reconnected(string? connection)
    {
        foreach (RecordedBook recorded in books.Values)
        {
            if (connection is not null && recorded.Connection == connection)
                recorded.Book.Drop(BookState.Empty);
        }
    }
}
