using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>
/// One row of the conformance suite: a simulated venue on loopback and the adapter for it. The venue trades one instrument with the
/// book of <see cref="ConformanceBook"/>, does not move by itself, and has one account named main that can afford every scenario.
/// </summary>
public interface IVenueFixture : IAsyncDisposable
{
    /// <summary>What the venue offers.</summary>
    IReadOnlySet<VenueCapability> Capabilities { get; }

    /// <summary>The instrument, the same for adapter and venue; one contract is one base unit, prices around 100 are on its grid.</summary>
    Instrument Instrument { get; }

    /// <summary>The subaccount that the adapter calls what the venue calls main.</summary>
    SubaccountId Subaccount { get; }

    /// <summary>The venue behind its protocol.</summary>
    SimulatedExchange Exchange { get; }

    /// <summary>
    /// How long a sent order may still arrive, so that "no such order" is not believed before; nothing where order and question travel in
    /// one sequence.
    /// </summary>
    TimeSpan Doubt => TimeSpan.FromMilliseconds(900);

    /// <summary>The shortest time that the venue's dead man's switch takes.</summary>
    TimeSpan ShortestSilence => TimeSpan.FromSeconds(1);

    /// <summary>Levels a side that the venue's stream shows at most.</summary>
    int BookDepth => RecordedSink.Depth;

    /// <summary>A child's id as the venue sees it, where its alphabet is not ours.</summary>
    string ClientOrderId(ClientOrderIdFormat format, ChildOrderId child) => format.Format(child);

    /// <summary>Starts the venue.</summary>
    Task StartAsync();

    /// <summary>Sends the mark prices now, where the venue sends them on a timer of its own.</summary>
    void PublishMarks();

    /// <summary>Makes the adapter.</summary>
    IVenueAdapter CreateAdapter(IVenueEventSink sink, ClientOrderIdFormat clientOrderIds, VenuePace pace);
}
