using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// Replays recordings of a venue through its decoder and book builder. A symbol may be recorded with several streams (by depth), each of
/// which has its own book; in the report the deepest of them bears the symbol, and the others the symbol and the name of the stream.
/// </summary>
internal sealed class FeedReplay(string venue, FeedDecoder decoder, Func<GridBook, BookBuilder> build) : IRecordingReplay
{
    private readonly Dictionary<(string Symbol, string Stream), RecordedFeed> feeds = [];
    private readonly Dictionary<string, long> lastFrames = new(StringComparer.Ordinal);
    private long messages;
    private long connectionGaps;
    private long unknown;

    /// <summary>Public trades seen.</summary>
    public long Trades { get; private set; }

    /// <inheritdoc />
    public void Apply(in RecordedMessage message)
    {
        switch (message.Kind)
        {
            case RecordedKind.Received:
                messages++;
                ApplyFrame(message.Payload.Span, message.Connection ?? "");
                break;
            case RecordedKind.HttpAnswer:
                if (Uri.TryCreate(message.Url, UriKind.Absolute, out Uri? address) && decoder.TryDecodeAnswer(address, message.Payload.Span))
                    ApplyBooks(null);
                break;
            case RecordedKind.Connected:
                Reconnected(message.Connection);
                break;
            case RecordedKind.Sent or RecordedKind.Header:
                break;
        }
    }

    /// <inheritdoc />
    public IEnumerable<GridBook> Books => feeds.Values.Select(feed => feed.Book.Grid);

    /// <inheritdoc />
    public BooksReport Report(IReadOnlyList<string> files) => new()
    {
        Files = files,
        Venue = venue,
        Messages = messages,
        Snapshots = feeds.Values.Sum(feed => feed.Book.Snapshots),
        Deltas = feeds.Values.Sum(feed => feed.Book.Updates),
        Stale = feeds.Values.Sum(feed => feed.Book.Stale),
        Gaps = connectionGaps + feeds.Values.Sum(feed => feed.Book.Gaps),
        ChecksumOk = feeds.Values.Sum(feed => feed.Book.ChecksumsPassed),
        ChecksumBad = feeds.Values.Sum(feed => feed.Book.ChecksumsFailed),
        Crossed = feeds.Values.Sum(feed => feed.Book.Crossings),
        UnknownMessages = unknown,
        Books = BookReports(),
    };

    private Dictionary<string, BookReport> BookReports()
    {
        Dictionary<string, BookReport> reports = new(StringComparer.Ordinal);
        foreach (IGrouping<string, KeyValuePair<(string Symbol, string Stream), RecordedFeed>> streams in feeds.GroupBy(feed => feed.Key.Symbol))
        {
            string? deepest = null;
            foreach (((string symbol, string stream), RecordedFeed feed) in streams.OrderByDescending(feed => Levels(feed.Value.Book.Book)))
            {
                reports.Add(deepest is null ? symbol : $"{symbol} {stream}", BookReport.Of(feed.Book.Grid));
                deepest ??= stream;
            }
        }

        return reports;
    }

    private static int Levels(OrderBook book) => book.Count(BookSide.Bid) + book.Count(BookSide.Ask);

    private void ApplyFrame(ReadOnlySpan<byte> frame, string connection)
    {
        FrameKind kind = decoder.Decode(frame);
        if (kind == FrameKind.Unknown)
            unknown++;
        Trades += decoder.Trades.Count;
        if (decoder.ConnectionSequence is { } number && !FollowsConnection(number, connection))
            return;
        ApplyBooks(connection);
    }

    /// <summary>
    /// Judges the number of a frame among all of its connection. After a loss every book of the connection waits for its snapshot; a frame
    /// that came before is passed over.
    /// </summary>
    private bool FollowsConnection(long number, string connection)
    {
        bool first = !lastFrames.TryGetValue(connection, out long last);
        if (!first && number <= last)
            return false;
        lastFrames[connection] = number;
        if (first || number == unchecked(last + 1))
            return true;
        connectionGaps++;
        foreach (RecordedFeed feed in feeds.Values)
        {
            if (feed.Connection == connection)
                feed.Book.Drop(BookState.Gapped);
        }

        return true;
    }

    private void ApplyBooks(string? connection)
    {
        for (int i = 0; i < decoder.Books.Count; i++)
        {
            BookMessage message = decoder.Books[i];
            if (!feeds.TryGetValue((message.Symbol, message.Stream), out RecordedFeed? feed))
            {
                feed = new RecordedFeed(build(GridBook.Growing(feeds.Count)));
                feeds.Add((message.Symbol, message.Stream), feed);
            }

            feed.Connection = connection ?? feed.Connection;
            feed.Apply(message);
        }
    }

    /// <summary>A connection that is opened again has lost messages: its books wait for their snapshots.</summary>
    private void Reconnected(string? connection)
    {
        if (connection is null)
            return;
        lastFrames.Remove(connection);
        foreach (RecordedFeed feed in feeds.Values)
        {
            if (feed.Connection == connection)
                feed.Book.Drop(BookState.Empty);
        }
    }

    private sealed class RecordedFeed(BookBuilder book)
    {
        public BookBuilder Book { get; } = book;

        public string? Connection { get; set; }

        public void Apply(BookMessage message) => Book.Apply(message);
    }
}
