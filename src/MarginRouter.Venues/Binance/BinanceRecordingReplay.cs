using System.Text.Json;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Binance;

/// <summary>
/// Replays recordings of Binance spot, USD-M and COIN-M: combined streams and REST depth snapshots, which lie in the stream itself or in
/// the HTTP answers of a session. The market shows in the events: those of futures carry pu.
/// </summary>
public sealed class BinanceRecordingReplay : IRecordingReplay
{
    private const int BufferLimit = 100_000;
    private readonly Dictionary<string, ReplayedBook> books = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ReplayedBook>.AlternateLookup<ReadOnlySpan<char>> bySymbol;
    private readonly DepthUpdate update = new();
    private readonly SymbolText symbol = new();
    private DepthUpdate? nameless;
    private long messages;
    private long unknown;

    /// <summary>Makes a replay without books.</summary>
    public BinanceRecordingReplay() => bySymbol = books.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Book tickers that name an update id at which a book was seen too.</summary>
    public long TickersCompared => books.Values.Sum(book => book.Tickers.Compared);

    /// <summary>Those of them whose best prices and sizes agree with the rebuilt book.</summary>
    public long TickersMatched => books.Values.Sum(book => book.Tickers.Matched);

    /// <inheritdoc />
    public void Apply(in RecordedMessage message)
    {
        switch (message.Kind)
        {
            case RecordedKind.Received:
                messages++;
                ApplyReceived(message.Payload.Span);
                break;
            case RecordedKind.HttpAnswer:
                ApplyAnswer(message);
                break;
            case RecordedKind.Sent or RecordedKind.Connected or RecordedKind.Header:
                break;
        }
    }

    /// <inheritdoc />
    public IEnumerable<GridBook> Books => books.Values.Select(book => book.Splice.Book);

    /// <inheritdoc />
    public BooksReport Report(IReadOnlyList<string> files) => new()
    {
        Files = files,
        Venue = "binance",
        Messages = messages,
        Snapshots = books.Values.Sum(book => book.Splice.Snapshots),
        Deltas = books.Values.Sum(book => book.Splice.Applied),
        Stale = books.Values.Sum(book => book.Splice.Stale),
        Gaps = books.Values.Sum(book => book.Splice.Gaps + book.Splice.Unreadable + book.SnapshotsTooOld),
        ChecksumOk = 0,
        ChecksumBad = 0,
        Crossed = books.Values.Sum(book => book.Splice.Crossed),
        UnknownMessages = unknown,
        Books = books.ToDictionary(book => book.Key, book => BookReport.Of(book.Value.Splice.Book), StringComparer.Ordinal),
    };

    private void ApplyReceived(ReadOnlySpan<byte> payload)
    {
        switch (StreamEnvelope.Open(payload, out Utf8JsonReader reader))
        {
            case StreamKind.Depth:
                DepthDecoder.Decode(ref reader, update);
                OnDepth(BookOf(update.Symbol.Value));
                break;
            case StreamKind.BookTicker:
                BookTicker ticker = BookTicker.Decode(ref reader, symbol);
                BookOf(symbol.Value).Tickers.OnTicker(ticker);
                break;
            case StreamKind.DepthSnapshot:
                DepthDecoder.Decode(ref reader, update);
                OnNamelessSnapshot();
                break;
            case StreamKind.MarkPrice or StreamKind.Other or StreamKind.Answer or StreamKind.ServerShutdown:
                break;
            case StreamKind.Unknown:
                unknown++;
                break;
        }
    }

    private void ApplyAnswer(in RecordedMessage message)
    {
        if (!Uri.TryCreate(message.Url, UriKind.Absolute, out Uri? address)
            || !address.AbsolutePath.EndsWith("/depth", StringComparison.Ordinal))
            return;
        Utf8JsonReader reader = new(message.Payload.Span);
        reader.Read();
        DepthDecoder.Decode(ref reader, update);
        OnSnapshot(BookOf(SymbolIn(address)));
    }

    private static ReadOnlySpan<char> SymbolIn(Uri address)
    {
        const string name = "symbol=";
        int start = address.Query.IndexOf(name, StringComparison.Ordinal);
        if (start < 0)
            throw new JsonException($"the address of a depth snapshot names no symbol: {address}");
        ReadOnlySpan<char> rest = address.Query.AsSpan(start + name.Length);
        int end = rest.IndexOf('&');
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>A snapshot without a symbol belongs to the only book there is; before the first event it waits for it.</summary>
    private void OnNamelessSnapshot()
    {
        if (!update.Symbol.Value.IsEmpty)
        {
            OnSnapshot(BookOf(update.Symbol.Value));
        }
        else if (books.Count == 0)
        {
            nameless = new DepthUpdate();
            nameless.CopyFrom(update);
        }
        else
        {
            OnSnapshot(books.Count == 1
                ? books.Values.First()
                : throw new JsonException("a depth snapshot without a symbol stands among the events of several symbols"));
        }
    }

    private void OnDepth(ReplayedBook book)
    {
        if (nameless is not null)
        {
            book.OnSnapshot(nameless);
            nameless = null;
        }

        if (book.Splice.OnEvent(update) == SpliceOutcome.Applied)
            book.Tickers.OnEvent();
    }

    private void OnSnapshot(ReplayedBook book) => book.OnSnapshot(update);

    private ReplayedBook BookOf(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty)
            throw new JsonException("the message names no symbol");
        if (!bySymbol.TryGetValue(name, out ReplayedBook? book))
        {
            book = new ReplayedBook(GridBook.Growing(books.Count));
            books.Add(name.ToString(), book);
        }

        return book;
    }

    private sealed class ReplayedBook(GridBook book)
    {
        public DepthSplice Splice { get; } = new(book, null, BufferLimit);

        public TickerCrossCheck Tickers { get; } = new(book);

        public long SnapshotsTooOld { get; private set; }

        public void OnSnapshot(DepthUpdate snapshot)
        {
            long before = Splice.Applied;
            if (Splice.OnSnapshot(snapshot) == SpliceOutcome.SnapshotTooOld)
                SnapshotsTooOld++;
            if (Splice.Applied > before)
                Tickers.OnEvent();
        }
    }
}
