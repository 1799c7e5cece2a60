using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues;

namespace MarginRouter.Host.CheckVenue;

/// <summary>Takes down what an adapter delivers during a check: the first of each kind and when it came.</summary>
internal sealed class VenueObservation(TimeProvider time) : IVenueEventSink
{
    private readonly Lock gate = new();
    private readonly long began = time.GetTimestamp();
    private readonly Dictionary<InstrumentId, Seen<FirstBook>> books = [];
    private readonly Dictionary<InstrumentId, Seen<MarkPriceReceived>> marks = [];
    private readonly Dictionary<SubaccountId, Seen<AccountSnapshot>> statements = [];
    private readonly HashSet<SubaccountId> tables = [];
    private Seen<string>? connection;
    private double? leastLag;

    /// <summary>The smallest time from a book's venue time to its receipt in milliseconds, below zero when our clock is behind; null before any.</summary>
    public double? LeastLag
    {
        get
        {
            lock (gate)
                return leastLag;
        }
    }

    /// <summary>That market data, orders and statements were all ready at once; null before.</summary>
    public Seen<string>? Connection
    {
        get
        {
            lock (gate)
                return connection;
        }
    }

    /// <summary>The first live book of an instrument.</summary>
    public Seen<FirstBook>? Book(InstrumentId instrument) => Find(books, instrument);

    /// <summary>The first mark of an instrument.</summary>
    public Seen<MarkPriceReceived>? Mark(InstrumentId instrument) => Find(marks, instrument);

    /// <summary>The first statement of an account.</summary>
    public Seen<AccountSnapshot>? Statement(SubaccountId account) => Find(statements, account);

    /// <summary>True when the venue stated tier tables for an account.</summary>
    public bool HasTables(SubaccountId account)
    {
        lock (gate)
            return tables.Contains(account);
    }

    /// <inheritdoc />
    public void OnBook(OrderBook book, Instant receivedAt)
    {
        if (book.State != BookState.Live || book.Count(BookSide.Bid) == 0 || book.Count(BookSide.Ask) == 0)
            return;
        lock (gate)
        {
            if (book.VenueTime.Nanoseconds > 0)
            {
                double lag = receivedAt.NanosecondsSince(book.VenueTime) / 1e6;
                leastLag = leastLag is double known ? Math.Min(known, lag) : lag;
            }

            if (!books.ContainsKey(book.Instrument))
                books.Add(book.Instrument, Now(First(book)));
        }
    }

    /// <inheritdoc />
    public void OnLiveness(InstrumentId instrument, Instant receivedAt)
    {
        // A sign of life without a book settles no step.
    }

    /// <inheritdoc />
    public void OnEvent(InboundEvent inbound)
    {
        lock (gate)
        {
            switch (inbound)
            {
                case MarkPriceReceived mark:
                    marks.TryAdd(mark.Instrument, Now(mark));
                    break;
                case AccountReported reported:
                    statements.TryAdd(reported.Snapshot.Subaccount, Now(reported.Snapshot));
                    break;
                case MarginTablesReceived stated:
                    tables.Add(stated.Subaccount);
                    break;
                case VenueConnectionChanged changed:
                    connection = changed.Connected ? Now(changed.Reason) : null;
                    break;
                default:
                    // Executions of others' orders and public figures are no part of the check.
                    break;
            }
        }
    }

    private static FirstBook First(OrderBook book) => new(
        book.Level(BookSide.Bid, 0), book.Level(BookSide.Ask, 0), book.Count(BookSide.Bid), book.Count(BookSide.Ask));

    private Seen<T> Now<T>(T what) => new(what, time.GetElapsedTime(began).TotalMilliseconds);

    private Seen<T>? Find<TKey, T>(Dictionary<TKey, Seen<T>> from, TKey key)
        where TKey : notnull
    {
        lock (gate)
            return from.GetValueOrDefault(key);
    }
}
