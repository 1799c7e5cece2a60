using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>What venues state of instruments and fees while the router runs: applied in time, safely, or refused by name.</summary>
public sealed class ReferenceWatchTests
{
    private static readonly InstrumentId Swap = new(0);
    private static readonly SubaccountId Account = new(0);

    [Fact]
    public void FeeRates_ThatChange_AreWhatTheNextDecisionPays()
    {
        OptionDesk desk = Opened();
        Assert.Equal(OptionDesk.Taker, PaidRate(desk.Decide("SWAP", Side.Buy, 0.1m)));
        Assert.Empty(desk.Tell(Rates(0.0003m)));
        Assert.Equal(0.0003m, PaidRate(desk.Decide("SWAP", Side.Buy, 0.1m)));
        desk.Tell(Rates(0.0004m));
        Assert.Equal(0.0004m, PaidRate(desk.Decide("SWAP", Side.Buy, 0.1m)));
    }

    [Theory]
    [InlineData("0.0016")]
    [InlineData("0.05")]
    [InlineData("-0.0001")]
    public void FeeRates_OutsideTheBand_AreToldOnceAndCloseTheAccountByName(string rate)
    {
        OptionDesk desk = Opened();
        decimal stated = decimal.Parse(rate, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("feeRatesRefused", Assert.IsType<RaiseAlarm>(Assert.Single(desk.Tell(Rates(stated)))).Code);
        Assert.Empty(desk.Tell(Rates(stated)));
        Assert.Equal((RefusalReason.FeeRatesRefused, stated), Refused(desk.Decide("SWAP", Side.Buy, 0.1m)));
        desk.Tell(Rates(OptionDesk.Taker));
        Assert.Equal(OptionDesk.Taker, PaidRate(desk.Decide("SWAP", Side.Buy, 0.1m)));
    }

    [Fact]
    public void Terms_OfAnInstrumentThatIsSuspended_RefuseByTheVenuesWordUntilItTradesAgain()
    {
        OptionDesk desk = Opened();
        Assert.Equal("instrumentClosed", Assert.IsType<RaiseAlarm>(Assert.Single(desk.Tell(Terms(desk) with { Terms = Stated(desk) with { Closed = "Settling" } }))).Code);
        Refusal refusal = desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!;
        Assert.Equal((RefusalReason.InstrumentClosed, "BTC-USDT-SWAP: Settling"), (refusal.Reason, refusal.Subject));
        desk.Tell(Terms(desk));
        Assert.Single(desk.Decide("SWAP", Side.Buy, 0.1m).Children);
    }

    [Fact]
    public void Terms_WithOtherMinimums_HoldForTheNextDecision()
    {
        OptionDesk desk = Opened();
        desk.Tell(Terms(desk) with { Terms = Stated(desk) with { MinimumQuantity = 0.2m } });
        RouteDecision small = desk.Decide("SWAP", Side.Buy, 0.1m);
        Assert.Empty(small.Children);
        Assert.Contains(small.Rejected, candidate => candidate.Refusal.Reason == RefusalReason.MinimumQuantity);
        Assert.Single(desk.Decide("SWAP", Side.Buy, 0.2m).Children);
        desk.Tell(Terms(desk) with { Terms = Stated(desk) with { MinimumQuantity = null, MinimumNotional = 15_000m } });
        Assert.Contains(desk.Decide("SWAP", Side.Buy, 0.2m).Rejected, candidate => candidate.Refusal.Reason == RefusalReason.MinimumNotional);
    }

    [Theory]
    [InlineData("lot")]
    [InlineData("multiplier")]
    [InlineData("tick")]
    [InlineData("minimum")]
    [InlineData("zero")]
    public void Terms_OutsideTheBand_AreNotAppliedAndCloseTheInstrumentByName(string what)
    {
        OptionDesk desk = Opened();
        InstrumentTerms known = Stated(desk);
        InstrumentTerms stated = what switch
        {
            "lot" => known with { LotSize = 0.1m },
            "multiplier" => known with { Multiplier = 10m },
            "tick" => known with { TickSize = 1_000m },
            "minimum" => known with { MinimumQuantity = 100m },
            _ => known with { TickSize = 0m },
        };
        Assert.Equal("instrumentTermsRefused", Assert.IsType<RaiseAlarm>(Assert.Single(desk.Tell(Terms(desk) with { Terms = stated }))).Code);
        Assert.Empty(desk.Tell(Terms(desk) with { Terms = stated }));
        Assert.Equal(RefusalReason.InstrumentTermsRefused, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!.Reason);
        Assert.Equal(known, Stated(desk));
        desk.Tell(Terms(desk));
        Assert.Single(desk.Decide("SWAP", Side.Buy, 0.1m).Children);
    }

    [Fact]
    public void Terms_WithAnotherPriceStep_WaitForOpenOrdersAndForTheAdapterThenRouteInTheNewStep()
    {
        OptionDesk desk = Opened();
        RouteChild open = desk.Decide("SWAP", Side.Buy, 0.1m).Children.Single();
        InstrumentTermsReceived finer = Terms(desk) with { Terms = Stated(desk) with { TickSize = 0.1m } };

        // The order of the old step is left alone, and nothing new joins it.
        Assert.DoesNotContain(desk.Tell(finer), command => command is FollowTick or CancelChild);
        Assert.Equal(RefusalReason.InstrumentChanging, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!.Reason);
        FollowTick follow = Assert.Single(desk.Tell(new ChildEnded(open.Terms.Id, QuantityLots.Zero, "IOC")).OfType<FollowTick>());
        Assert.Equal(new FollowTick(Swap, 0.1m), follow);
        Assert.DoesNotContain(desk.Tell(finer), command => command is FollowTick);

        // A book that comes before the adapter has said that it changed over is of neither step.
        desk.BookInSteps(0.1m);
        desk.Tell(new TickFollowed(Swap, 0.1m));
        Assert.Equal(RefusalReason.BookUnavailable, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!.Reason);
        desk.BookInSteps(0.1m);
        RouteDecision decision = desk.Decide("SWAP", Side.Buy, 0.1m);
        Assert.Equal((600_000L, 0.1m), (decision.Children.Single().Terms.LimitPrice.Value, Stated(desk).TickSize));
        Assert.Equal(OptionDesk.Price - 0.5m, decision.ArrivalPrice);
    }

    [Fact]
    public void Recovery_AfterAChangeOfStep_AsksTheAdapterToFollowOnceMore()
    {
        OptionDesk desk = Opened();
        desk.Tell(Terms(desk) with { Terms = Stated(desk) with { TickSize = 0.1m } });
        desk.Tell(new TickFollowed(Swap, 0.1m));
        Assert.Equal(new FollowTick(Swap, 0.1m), Assert.Single(desk.Tell(new RecoveryCompleted()).OfType<FollowTick>()));
        desk.BookInSteps(1m);
        desk.Tell(new VenueConnectionChanged(new VenueId(0), Connected: true, "test"));
        desk.Hold(0m, 0m, 0m);
        desk.MarkContracts();
        Assert.Equal(RefusalReason.InstrumentChanging, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!.Reason);
        desk.Tell(new TickFollowed(Swap, 0.1m));
        desk.BookInSteps(0.1m);
        Assert.Equal(600_000L, desk.Decide("SWAP", Side.Buy, 0.1m).Children.Single().Terms.LimitPrice.Value);
    }

    [Fact]
    public void Terms_ThatMustBeReadAndAreNot_RefuseByNameOnceTheConfiguredOnesHaveServed()
    {
        Instant until = Instant.FromMilliseconds(1_800_000_000_000 + 10_000);
        OptionDesk desk = Opened(firm => firm with { VenueTerms = [new VenueTerms { ReferenceMilliseconds = 5_000, ConfiguredUntil = until }] });
        Assert.Single(desk.Decide("SWAP", Side.Buy, 0.1m).Children);
        desk.Wait(20_000);
        Assert.Equal(RefusalReason.InstrumentTermsMissing, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!.Reason);
        desk.Tell(Terms(desk));
        Assert.Equal(RefusalReason.FeeRatesMissing, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!.Reason);
        desk.Tell(Rates(OptionDesk.Taker));
        Assert.Single(desk.Decide("SWAP", Side.Buy, 0.1m).Children);
        desk.Wait(6_000);
        Refusal old = desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().Unavailable!;
        Assert.Equal((RefusalReason.InstrumentTermsMissing, 5_000m), (old.Reason, old.Threshold));
    }

    private static OptionDesk Opened(Func<Firm, Firm>? change = null)
    {
        OptionDesk desk = new(OptionDesk.Completed("okx/portfolio"), change: change);
        desk.Hold(0m, 0m, 0m);
        desk.MarkContracts();
        return desk;
    }

    private static InstrumentTerms Stated(OptionDesk desk) => InstrumentTerms.Of(desk.Firm.Reference[Swap]);

    private static InstrumentTermsReceived Terms(OptionDesk desk) => new(Swap, Stated(desk));

    private static FeeRatesReceived Rates(decimal rate) => new(Account, [new AccountTakerRate(Swap, rate)]);

    private static decimal PaidRate(RouteDecision decision)
    {
        RouteChild child = decision.Children.Single();
        return decision.Slice.Accounts.Single().Subaccount.TakerRates is [{ } own] ? own.Rate : child.Cost.Fee / (child.Terms.Quantity.Value * 0.01m * OptionDesk.Price);
    }

    private static (RefusalReason Reason, decimal? Stated) Refused(RouteDecision decision)
    {
        Refusal refusal = decision.Slice.Accounts.Single().Unavailable!;
        return (refusal.Reason, refusal.Required);
    }
}
