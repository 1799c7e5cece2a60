using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Market;

/// <summary>
/// Books from MarketDataRequest (V), a full snapshot (W) and increments (X), whose losses show as the dialect says. After a gap, a wrong
/// checksum, a crossing or a number off the grid the book is dropped and asked for again. The reading thread and the clock share one lock, which is
/// taken before the session's own and never inside it.
/// </summary>
internal sealed partial class MarketDataFeed
{
    private static readonly int[] SnapshotEntry =
        [FixTag.MDEntryType, FixTag.MDEntryPx, FixTag.MDEntrySize, FixTag.MDEntryDate, FixTag.MDEntryTime, FixTag.MDEntryID];

    private static readonly int[] IncrementEntry =
    [
        FixTag.MDUpdateAction, FixTag.MDEntryType, FixTag.MDEntryID, FixTag.Symbol, FixTag.MDEntryPx, FixTag.MDEntrySize,
        FixTag.MDEntryDate, FixTag.MDEntryTime, FixTag.RptSeq, FixTag.TransactTime, TradeId, AggressorSide, FirstBookUpdateId, LastBookUpdateId,
    ];

    private const int LastFragment = 893;
    private const int TradeId = 1003;
    private const int AggressorSide = 2446;
    private const int BookChecksum = 5041;
    private const int FirstBookUpdateId = 25043;
    private const int LastBookUpdateId = 25044;
    private static readonly TimeSpan MarkInterval = TimeSpan.FromMilliseconds(500);

    private readonly FixVenueOptions options;
    private readonly IVenueEventSink sink;
    private readonly VenueReadiness readiness;
    private readonly SymbolTable symbols;
    private readonly ILogger logger;
    private readonly SymbolBook[] books;
    private readonly FixMessageWriter writer = new();
    private readonly Lock gate = new();
    private readonly FixBookDialect dialect;
    private readonly TopChecksum checksum = new();
    private FixSession? session;
    private long lastMessageNs;
    private Instant confirmedAt;
    private long requests;
    private bool complete;
    private bool silent;

    public MarketDataFeed(FixVenueOptions options, IVenueEventSink sink, VenueReadiness readiness, SymbolTable symbols, ILogger logger)
    {
        this.options = options;
        dialect = options.Dialect.Books;
        this.sink = sink;
        this.readiness = readiness;
        this.symbols = symbols;
        this.logger = logger;
        books = [.. symbols.Instruments.Select(instrument => new SymbolBook(instrument))];
    }

    /// <summary>The session is up: every book is asked for.</summary>
    public void LoggedOn(FixSession loggedOn, Instant now)
    {
        lock (gate)
        {
            session = loggedOn;
            silent = false;
            Alive(now);
            foreach (SymbolBook book in books)
                Subscribe(book, now);
        }
    }

    /// <summary>The session is down: books that were live are stale until a new snapshot.</summary>
    public void LoggedOut(Instant now)
    {
        lock (gate)
        {
            session = null;
            complete = false;
            readiness.MarketData(false);
            foreach (SymbolBook book in books)
            {
                book.RequestId = null;
                book.Synchronised = false;
                MarkStale(book, now);
            }
        }
    }

    /// <summary>Any message of the session, heartbeats included, says that the venue lives. Comes while the session is locked.</summary>
    public void Alive(Instant now) => Volatile.Write(ref lastMessageNs, now.Nanoseconds);

    /// <summary>Looks at the time limits: silence, confirmation of quiet books, requests that are due or unanswered.</summary>
    public void Tick(Instant now)
    {
        lock (gate)
        {
            if (session is null)
                return;
            Instant heard = new(Volatile.Read(ref lastMessageNs));
            bool overdue = now.NanosecondsSince(heard) > options.LivenessLimit.Ticks * 100;
            if (overdue != silent)
                Silence(overdue, now);
            if (!overdue && now.NanosecondsSince(confirmedAt) >= options.ConfirmationInterval.Ticks * 100)
                Confirm(now, heard);
            foreach (SymbolBook book in books)
            {
                bool unanswered = !book.Synchronised && now.NanosecondsSince(book.RequestedAt) > options.AnswerTimeout.Ticks * 100;
                if (book.RequestDue <= now || (book.RequestDue is null && unanswered))
                    Resubscribe(book, now);
            }
        }
    }

    /// <summary>MarketDataSnapshotFullRefresh (W).</summary>
    public FixRefusal? Snapshot(FixMessage message, Instant now)
    {
        if (!message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol))
            return FixRefusal.MissingOrMalformed(message, FixTag.Symbol);
        int place = symbols.Find(symbol);
        if (place < 0)
            return FixRefusal.Business(FixBusinessRejectReason.UnknownSecurity, "This symbol was not asked for", message.GetText(FixTag.MDReqID));
        lock (gate)
        {
            SymbolBook book = books[place];
            if (message.TryGetSpan(FixTag.MDReqID, out ReadOnlySpan<byte> request) && !IsCurrent(book, request))
                return null;
            return TakeSnapshot(book, message, now);
        }
    }

    /// <summary>MarketDataIncrementalRefresh (X).</summary>
    public FixRefusal? Increment(FixMessage message, Instant now)
    {
        if (!message.TryGetGroup(FixTag.NoMDEntries, IncrementEntry, out FixGroup entries))
            return FixRefusal.MissingOrMalformed(message, FixTag.NoMDEntries);
        lock (gate)
        {
            bool isOpen = message.TryGetBool(LastFragment, out bool last) && !last;
            SymbolBook? book = BookOf(message);
            if (message.TryGetSpan(FixTag.MDReqID, out ReadOnlySpan<byte> request) && book is not null && !IsCurrent(book, request))
                return null;
            (long First, long Last) updates = default;
            foreach (FixGroupEntry entry in entries)
            {
                // What an entry leaves out, its symbol and its book updates, is that of the entry before.
                if (entry.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol))
                    book = symbols.Find(symbol) is >= 0 and int place ? books[place] : null;
                if (entry.TryGetLong(LastBookUpdateId, out long through))
                    updates.Last = through;
                if (entry.TryGetLong(FirstBookUpdateId, out long from))
                    updates.First = from;
                if (book is { Synchronised: true })
                    TakeEntry(book, entry, updates, now);
            }

            Instant venueTime = VenueTime.Of(message, now);
            foreach (SymbolBook touched in books)
            {
                if (!touched.Touched)
                    continue;
                touched.InFragment = isOpen;
                if (!isOpen && touched.Synchronised)
                    Verify(touched, message, now);
                if (!isOpen)
                    Complete(touched, venueTime, now);
            }
        }

        return null;
    }

    /// <summary>The book of a message: of its first symbol, else of the subscription that it names.</summary>
    private SymbolBook? BookOf(FixMessage message)
    {
        if (message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol))
            return symbols.Find(symbol) is >= 0 and int place ? books[place] : null;
        if (message.TryGetSpan(FixTag.MDReqID, out ReadOnlySpan<byte> request))
        {
            foreach (SymbolBook book in books)
            {
                if (IsCurrent(book, request))
                    return book;
            }
        }

        return null;
    }

    /// <summary>Cuts the book to its depth and compares it with the checksum of the message, where the venue states one.</summary>
    private void Verify(SymbolBook book, FixMessage message, Instant now)
    {
        if (dialect.CutsToDepth && options.BookDepth > 0)
            book.Book.Trim(options.BookDepth);
        if (dialect.Continuity == FixContinuity.Checksum && message.TryGetLong(BookChecksum, out long stated) && checksum.Compute(book.Grid) is var ours && ours != stated)
            Fail(book, BookState.Gapped, string.Create(CultureInfo.InvariantCulture, $"the checksum is {ours}, the venue's {stated}"), now);
    }

    /// <summary>MarketDataRequestReject (Y): the book stays missing; it is asked for again after the interval.</summary>
    public void Rejected(FixMessage message, Instant now)
    {
        lock (gate)
        {
            message.TryGetSpan(FixTag.MDReqID, out ReadOnlySpan<byte> request);
            LogRejected(logger, message.GetText(FixTag.MDReqID) ?? "?", message.GetText(FixTag.Text) ?? message.GetText(FixTag.MDReqRejReason) ?? "no reason given");
            foreach (SymbolBook book in books)
            {
                if (IsCurrent(book, request))
                    book.RequestDue = new Instant(now.Nanoseconds + (options.ResubscribeInterval.Ticks * 100));
            }
        }
    }

    private FixRefusal? TakeSnapshot(SymbolBook book, FixMessage message, Instant now)
    {
        book.Book.BeginSnapshot();
        book.Synchronised = true;
        book.RequestDue = null;
        book.InFragment = false;
        int number = dialect.Continuity == FixContinuity.BookUpdateIds ? LastBookUpdateId : FixTag.RptSeq;
        book.Sequence = message.TryGetLong(number, out long sequence) ? sequence : null;
        if (message.TryGetGroup(FixTag.NoMDEntries, SnapshotEntry, out FixGroup entries))
        {
            foreach (FixGroupEntry entry in entries)
            {
                if (SideOf(entry) is { } side && !TrySet(book, side, entry, remove: false))
                    Fail(book, BookState.Gapped, "a price or size is off its grid", now);
            }
        }

        book.Touched = book.Synchronised;
        Complete(book, VenueTime.Of(message, now), now);
        return null;
    }

    private void TakeEntry(SymbolBook book, FixGroupEntry entry, (long First, long Last) updates, Instant now)
    {
        if (dialect.Continuity == FixContinuity.BookUpdateIds && updates.Last > 0)
        {
            if (!Follows(book, updates.First > 0 ? updates.First : updates.Last, updates.Last, now))
                return;
        }
        else if (entry.TryGetLong(FixTag.RptSeq, out long sequence) && !Follows(book, sequence, sequence, now))
        {
            return;
        }

        book.Touched = true;
        if (SideOf(entry) is not { } side)
            return;
        bool remove = entry.TryGetChar(FixTag.MDUpdateAction, out char action) && action == '2';
        if (!TrySet(book, side, entry, remove))
            Fail(book, BookState.Gapped, "a price or size is off its grid", now);
    }

    /// <summary>
    /// Whether an entry with numbers is to be applied. One number may stand for all entries of a symbol in a message, or of a message in
    /// fragments, or each entry has its own; older ones are in the snapshot; a gap drops the book.
    /// </summary>
    private bool Follows(SymbolBook book, long first, long last, Instant now)
    {
        if (last < book.Sequence || (last == book.Sequence && !book.Touched && !book.InFragment))
            return false;
        if (first > book.Sequence + 1)
        {
            Fail(book, BookState.Gapped, string.Create(CultureInfo.InvariantCulture, $"the updates went from {book.Sequence} to {first}"), now);
            return false;
        }

        book.Sequence = last;
        return true;
    }

    /// <summary>Ends a message for one book: judges and publishes it when the message changed it.</summary>
    private void Complete(SymbolBook book, Instant venueTime, Instant now)
    {
        if (!book.Touched)
            return;
        book.Touched = false;
        if (!book.Synchronised)
            return;
        if (!book.Book.Commit(book.Sequence ?? 0, venueTime))
        {
            Fail(book, BookState.Crossed, "best bid at or above best ask", now);
            return;
        }

        sink.OnBook(book.Book, now);
        Mark(book, now);
        if (!complete && Array.TrueForAll(books, one => one.Synchronised))
        {
            complete = true;
            readiness.MarketData(true);
        }
    }

    /// <summary>Where the venue states no marks, the middle of its book is one, told now and then.</summary>
    private void Mark(SymbolBook book, Instant now)
    {
        if (!dialect.MarksFromBook || now.NanosecondsSince(book.MarkedAt) < MarkInterval.Ticks * 100
            || book.Book.Count(BookSide.Bid) == 0 || book.Book.Count(BookSide.Ask) == 0)
            return;
        book.MarkedAt = now;
        decimal middle = (book.Instrument.Price(book.Book.Level(BookSide.Bid, 0).Price) + book.Instrument.Price(book.Book.Level(BookSide.Ask, 0).Price)) / 2m;
        sink.OnEvent(new MarkPriceReceived(book.Instrument.Id, middle, book.Book.VenueTime));
    }

    private static BookSide? SideOf(FixGroupEntry entry) => entry.TryGetChar(FixTag.MDEntryType, out char type)
        ? type switch
        {
            '0' => BookSide.Bid,
            '1' => BookSide.Ask,
            _ => null,
        }
        : null;

    private static bool TrySet(SymbolBook book, BookSide side, FixGroupEntry entry, bool remove)
    {
        if (!entry.TryGetSpan(FixTag.MDEntryPx, out ReadOnlySpan<byte> price))
            return false;
        if (remove)
            return book.Grid.TrySet(side, price, "0"u8);
        return entry.TryGetSpan(FixTag.MDEntrySize, out ReadOnlySpan<byte> size) && book.Grid.TrySet(side, price, size);
    }

    private void Fail(SymbolBook book, BookState state, string reason, Instant now)
    {
        LogDropped(logger, book.Instrument.Symbol, reason);
        book.Synchronised = false;
        book.Touched = false;
        book.Book.Drop(state);
        sink.OnBook(book.Book, now);
        Instant earliest = new(book.RequestedAt.Nanoseconds + (options.ResubscribeInterval.Ticks * 100));
        if (earliest > now)
            book.RequestDue = earliest;
        else
            Resubscribe(book, now);
    }

    private void Resubscribe(SymbolBook book, Instant now)
    {
        if (session is { } open && book.RequestId is { } old)
        {
            writer.Begin(FixMsgType.MarketDataRequest).Append(FixTag.MDReqID, old).Append(FixTag.SubscriptionRequestType, '2');
            open.Send(dialect.UnsubscribesById ? writer : Selection(book));
        }

        Subscribe(book, now);
    }

    private void Subscribe(SymbolBook book, Instant now)
    {
        book.RequestDue = null;
        book.RequestedAt = now;
        book.RequestId = string.Create(CultureInfo.InvariantCulture, $"md{++requests}");
        writer.Begin(FixMsgType.MarketDataRequest).Append(FixTag.MDReqID, book.RequestId).Append(FixTag.SubscriptionRequestType, '1');
        session?.Send(Selection(book));
    }

    private FixMessageWriter Selection(SymbolBook book)
    {
        writer.Append(FixTag.MarketDepth, options.BookDepth);
        if (dialect.SendsUpdateType)
            writer.Append(FixTag.MDUpdateType, 1);
        if (dialect.SendsAggregatedBook)
            writer.Append(FixTag.AggregatedBook, true);
        return writer.Append(FixTag.NoMDEntryTypes, 2)
            .Append(FixTag.MDEntryType, '0')
            .Append(FixTag.MDEntryType, '1')
            .Append(FixTag.NoRelatedSym, 1)
            .Append(FixTag.Symbol, book.Instrument.Symbol);
    }

    private static bool IsCurrent(SymbolBook book, ReadOnlySpan<byte> request)
    {
        if (book.RequestId is not { } current || current.Length != request.Length)
            return false;
        for (int i = 0; i < request.Length; i++)
        {
            if (request[i] != current[i])
                return false;
        }

        return true;
    }

    private void Confirm(Instant now, Instant heard)
    {
        confirmedAt = now;
        foreach (SymbolBook book in books)
        {
            if (book.Book.State != BookState.Live)
                continue;
            sink.OnLiveness(book.Instrument.Id, heard);
            Mark(book, now);
        }
    }

    /// <summary>Nothing is lost inside a session: after a silence a book that was whole is so again.</summary>
    private void Silence(bool begins, Instant now)
    {
        silent = begins;
        if (begins)
            LogSilent(logger, options.LivenessLimit);
        foreach (SymbolBook book in books)
        {
            if (begins)
            {
                MarkStale(book, now);
            }
            else if (book.Synchronised && book.Book.State == BookState.Stale && book.Book.Commit(book.Book.Sequence, book.Book.VenueTime))
            {
                sink.OnBook(book.Book, now);
            }
        }
    }

    private void MarkStale(SymbolBook book, Instant now)
    {
        if (book.Book.State != BookState.Live)
            return;
        book.Book.MarkStale();
        sink.OnBook(book.Book, now);
    }
}
