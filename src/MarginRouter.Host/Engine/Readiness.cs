using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Host.Engine;

/// <summary>
/// Follows the engine's events and says when every venue is connected, every book is live and every derivative has a mark: from then on
/// an order is judged on its merits. Used by one thread.
/// </summary>
internal sealed class Readiness
{
    private readonly HashSet<int> waitingVenues;
    private readonly HashSet<int> waitingBooks;
    private readonly HashSet<int> waitingMarks;

    public Readiness(Firm firm)
    {
        waitingVenues = [.. firm.Reference.Venues.Select(venue => venue.Id.Value)];

        // Options are held, not routed: adapters keep their marks and volatilities, not their books.
        waitingBooks = [.. firm.Reference.Instruments.Where(instrument => instrument.Kind != InstrumentKind.Option).Select(instrument => instrument.Id.Value)];
        waitingMarks = [.. firm.Reference.Instruments.Where(instrument => instrument.IsDerivative).Select(instrument => instrument.Id.Value)];
    }

    /// <summary>True while nothing is missing. Books and marks count once they came; how old they may be is the engine's to judge.</summary>
    public bool IsReady => waitingVenues.Count == 0 && waitingBooks.Count == 0 && waitingMarks.Count == 0;

    /// <summary>Takes an event; true when it changed <see cref="IsReady"/>.</summary>
    public bool Note(InboundEvent inbound)
    {
        bool before = IsReady;
        switch (inbound)
        {
            case VenueConnectionChanged { Connected: true } change:
                waitingVenues.Remove(change.Venue.Value);
                break;
            case VenueConnectionChanged change:
                waitingVenues.Add(change.Venue.Value);
                break;
            case BookChanged change when change.Image.State == BookState.Live:
                waitingBooks.Remove(change.Image.Instrument.Value);
                break;
            case MarkPriceReceived mark:
                waitingMarks.Remove(mark.Instrument.Value);
                break;
        }

        return IsReady != before;
    }

    /// <summary>What is missing, in words.</summary>
    public string Missing(Firm firm) => string.Join(
        ", ",
        [
            .. waitingVenues.Select(id => $"venue {firm.Reference.Venues[id].Name}"),
            .. waitingBooks.Select(id => $"book of {firm.Reference.Instruments[id].Symbol}"),
            .. waitingMarks.Select(id => $"mark of {firm.Reference.Instruments[id].Symbol}"),
        ]);
}
