using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Engine;

public sealed class FillRatiosTests
{
    private static readonly VenueId Venue = new(3);

    /// <summary>
    /// A venue that gives a share of what it shows is asked for displayed times ratio: the ratio must settle at the share itself, and may
    /// stand above it only by the one step up that a fully filled child takes.
    /// </summary>
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(1.0)]
    public void Note_VenueGivesAShareOfWhatItShows_SettlesAtThatShare(double shareGiven)
    {
        decimal share = (decimal)shareGiven;
        const long Displayed = 1_000_000;
        var ratios = new FillRatios();
        for (int order = 0; order < 400; order++)
        {
            decimal before = ratios.Of(Venue);
            long sent = (long)(Displayed * before);
            ratios.Note(Venue, Ended(order, sent, Math.Min(sent, (long)(Displayed * share))));
            if (order > 100)
                Assert.InRange(ratios.Of(Venue), share - 0.001m, share + ((1m - share) / 8m) + 0.001m);
        }
    }

    [Fact]
    public void Note_VenueGivesNothing_StaysAtTheLeastRatio()
    {
        var ratios = new FillRatios();
        for (int order = 0; order < 100; order++)
            ratios.Note(Venue, Ended(order, 1_000, 0));
        Assert.Equal(0.1m, ratios.Of(Venue));
        Assert.Equal(1m, ratios.Of(new VenueId(4)));
    }

    private static ChildOrder Ended(int order, long sent, long filled)
    {
        var child = new ChildOrder(new ChildOrderTerms(
            new ChildOrderId(new ParentOrderId(order + 1), 1, 0),
            new SubaccountId(0),
            new InstrumentId(0),
            Side.Buy,
            new QuantityLots(sent),
            new PriceTicks(100),
            false));
        Assert.True(child.TryApply(ChildSignal.Accepted));
        if (filled > 0)
            Assert.True(child.TryFill(new QuantityLots(filled)));
        if (filled < sent)
            Assert.True(child.TryApply(ChildSignal.Ended));
        return child;
    }
}
