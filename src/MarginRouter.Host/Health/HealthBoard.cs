using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Venues;

namespace MarginRouter.Host.Health;

/// <summary>
/// Stands between the adapters and the engine's inbox and counts, for every venue alike, what passes; what passes is not changed. The order path
/// tells it what is sent.
/// </summary>
internal sealed class HealthBoard : IVenueEventSink
{
    private readonly Firm firm;
    private readonly IVenueEventSink inner;
    private readonly TimeProvider time;
    private readonly VenueHealth[] venues;
    private readonly (int Venue, int Place)[] books;
    private IVenueAdapter[] adapters = [];

    public HealthBoard(Firm firm, IVenueEventSink inner, TimeProvider time)
    {
        (this.firm, this.inner, this.time) = (firm, inner, time);
        int[] counts = new int[firm.Reference.Venues.Length];
        books = new (int, int)[firm.Reference.Instruments.Length];
        foreach (Instrument instrument in firm.Reference.Instruments)
        {
            // Options have marks and no books.
            int venue = instrument.Venue.Value;
            books[instrument.Id.Value] = instrument.Kind == InstrumentKind.Option ? (venue, -1) : (venue, counts[venue]++);
        }

        venues = [.. firm.Reference.Venues.Select(venue => new VenueHealth(venue.Name, counts[venue.Id.Value]))];
    }

    /// <summary>All venues now, in the order of the configuration.</summary>
    public ImmutableArray<HealthSnapshot> Snapshots()
    {
        long now = Now();
        return [.. venues.Select((venue, i) => venue.Snapshot(now, i < adapters.Length ? adapters[i].OrdersLeft : null))];
    }

    /// <summary>Names the adapters, by venue id; once, before anything is connected.</summary>
    public void Attach(IVenueAdapter[] made) => adapters = made;

    /// <summary>An order is about to be handed to its adapter.</summary>
    public void OnSend(SendChild command) => venues[books[command.Terms.Instrument.Value].Venue].Sent(command.Terms.Id, Now());

    /// <inheritdoc />
    public void OnBook(OrderBook book, Instant receivedAt)
    {
        (int venue, int place) = books[book.Instrument.Value];
        if (place >= 0)
            venues[venue].Book(place, book.State, Now());
        inner.OnBook(book, receivedAt);
    }

    /// <inheritdoc />
    public void OnLiveness(InstrumentId instrument, Instant receivedAt)
    {
        (int venue, int place) = books[instrument.Value];
        if (place >= 0)
            venues[venue].Sign(place, Now());
        inner.OnLiveness(instrument, receivedAt);
    }

    /// <inheritdoc />
    public void OnEvent(InboundEvent inbound)
    {
        switch (inbound)
        {
            case VenueConnectionChanged change:
                venues[change.Venue.Value].Connection(change.Connected);
                break;
            case MarkPriceReceived mark:
                venues[books[mark.Instrument.Value].Venue].Event();
                break;
            case AccountReported reported:
                venues[firm.Subaccounts[reported.Snapshot.Subaccount.Value].Venue.Value].Event();
                break;
            case ChildAccepted accepted:
                Answered(accepted.Child);
                break;
            case ChildRefused refused:
                Answered(refused.Child);
                break;
            case ChildFilled filled:
                Answered(filled.Fill.Child);
                break;
            case ChildEnded ended:
                Answered(ended.Child);
                break;
            default:
                break;
        }

        inner.OnEvent(inbound);
    }

    /// <summary>A child's id does not name its venue, and the answer finds it only where it was sent.</summary>
    private void Answered(ChildOrderId id)
    {
        long now = Now();
        foreach (VenueHealth venue in venues)
            venue.Answered(id, now);
    }

    private long Now() => (long)(time.GetTimestamp() * (1_000_000_000m / time.TimestampFrequency));
}
