using System.Collections.Concurrent;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Engine;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.LoadTests.Soak;

/// <summary>Counts what happens, and keeps the last book of each instrument and the last statement of each account.</summary>
internal sealed class SoakObserver(Firm firm) : IEngineObserver
{
    private readonly Lock gate = new();
    private readonly Readiness readiness = new(firm);
    private readonly Dictionary<int, BookImage> books = [];
    private readonly Dictionary<int, BookState> states = [];
    private readonly Dictionary<int, AccountSnapshot> statements = [];
    private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

    /// <summary>True while every venue is connected and every book and mark has come.</summary>
    public bool IsReady
    {
        get
        {
            lock (gate)
                return readiness.IsReady;
        }
    }

    /// <summary>What is missing, in words.</summary>
    public string Missing
    {
        get
        {
            lock (gate)
                return readiness.Missing(firm);
        }
    }

    /// <summary>How often each kind of event came.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>True when the last book of an instrument is live and has these best levels.</summary>
    public bool Shows(Instrument instrument, BookCopy book) => Shows(
        instrument, (bids, asks) => Same(bids, book.Bids.AsSpan()) && Same(asks, book.Asks.AsSpan()));

    /// <summary>True when the last book of an instrument is live and its sides, best first, are found right.</summary>
    public bool Shows(Instrument instrument, Func<BookLevel[], BookLevel[], bool> right)
    {
        lock (gate)
        {
            return books.TryGetValue(instrument.Id.Value, out BookImage? image)
                && image.State == BookState.Live
                && right(image.Levels(BookSide.Bid).ToArray(), image.Levels(BookSide.Ask).ToArray());
        }
    }

    /// <summary>The last statement of an account, or null.</summary>
    public AccountSnapshot? Statement(SubaccountId subaccount)
    {
        lock (gate)
            return statements.GetValueOrDefault(subaccount.Value);
    }

    public void OnEvent(Instant at, InboundEvent inbound)
    {
        lock (gate)
        {
            readiness.Note(inbound);
            switch (inbound)
            {
                case BookChanged changed:
                    Keep(changed.Image);
                    break;
                case AccountReported reported:
                    statements[reported.Snapshot.Subaccount.Value] = reported.Snapshot;
                    Count("statements");
                    break;
                case VenueConnectionChanged { Connected: false }:
                    Count("venues down");
                    break;
                case ChildAccepted or ChildRefused or ChildLost or ChildDropped or ChildFilled or ChildEnded or ChildStatusReported or QuoteReceived or QuoteEnded or QuoteRequestEnded:
                    Count(inbound.GetType().Name);
                    break;
            }
        }
    }

    public void OnDecision(Instant at, RouteDecision decision) => Count("decisions");

    public void OnReport(ReportParent report) => Count("reports");

    private void Keep(BookImage image)
    {
        int id = image.Instrument.Value;
        if (states.TryGetValue(id, out BookState before) && before != image.State)
            Count($"books {image.State}");
        states[id] = image.State;
        if (!books.TryGetValue(id, out BookImage? kept))
            books[id] = kept = new BookImage(image.Instrument, firm.BookDepth);
        kept.CopyFrom(image);
        Count("book events");
    }

    private void Count(string what) => counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    /// <summary>A venue's stream, or our own image, may show less than the whole side: what both have must be equal, and neither side empty.</summary>
    private static bool Same(ReadOnlySpan<BookLevel> ours, ReadOnlySpan<BookLevel> theirs)
    {
        int shown = Math.Min(ours.Length, theirs.Length);
        return shown >= Math.Min(theirs.Length, 10) && ours[..shown].SequenceEqual(theirs[..shown]);
    }
}
