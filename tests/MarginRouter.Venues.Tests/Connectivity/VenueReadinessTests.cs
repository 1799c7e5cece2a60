using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Connectivity;

public sealed class VenueReadinessTests
{
    private readonly RecordedSink sink = new();

    [Fact]
    public void Parts_VenueIsUpWhenAllAreReadyAndDownWithAnAccount()
    {
        VenueReadiness readiness = new(new VenueId(1), 2, sink);
        readiness.Account(0, true, "");
        readiness.MarketData(true);
        Assert.Empty(sink.Events);
        readiness.Account(1, true, "");
        readiness.MarketData(false);
        readiness.Account(1, false, "broken");
        readiness.Account(0, false, "broken too");
        readiness.Account(0, true, "");
        readiness.Account(1, true, "");
        Assert.Equal([true, false], Connected());
        readiness.MarketData(true);
        Assert.Equal([true, false, true], Connected());
    }

    private bool[] Connected() => [.. sink.Events.Cast<VenueConnectionChanged>().Select(changed => changed.Connected)];
}
