using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>What is known of venues and negotiated for accounts reaches decisions: fund, funding, loans for a term.</summary>
public sealed class AccountTermsTests
{
    private const long Hour = 3_600_000L;

    [Theory]
    [InlineData(100, 0)]
    [InlineData(85, 10)]
    [InlineData(70, 20)]
    [InlineData(-1, 20)]
    public void Decide_InsuranceFundThatFalls_RaisesTheSurchargeUpToItsTrigger(int balance, int surcharge)
    {
        OptionDesk desk = Opened(firm => firm with
        {
            VenueTerms =
            [
                new VenueTerms
                {
                    RiskBasisPoints = 3m, DeleveragingBasisPoints = 20m, Deleveraging = new DeleveragingRule(0.3m, 0.25m, 8m, DeleveragingPrice.Mark),
                },
            ],
        });
        Assert.Equal(3m, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Venues.Single().RiskBasisPoints);
        desk.Publish(balance, 100m);
        RouteDecision decision = desk.Decide("SWAP", Side.Buy, 0.1m);
        Assert.Equal(3m + surcharge, decision.Slice.Venues.Single().RiskBasisPoints);
    }

    [Theory]
    [InlineData(59_000L, 20, FundState.Published)]
    [InlineData(61_000L, 10, FundState.Stale)]
    public void Decide_PublishedFundThatGrowsOld_GivesWayToTheConfiguredOneByName(long age, int surcharge, FundState state)
    {
        OptionDesk desk = Opened(firm => firm with
        {
            Ages = firm.Ages with { BookMilliseconds = 600_000L },
            VenueTerms =
            [
                new VenueTerms
                {
                    DeleveragingBasisPoints = 20m, Deleveraging = new DeleveragingRule(0.3m, 0.25m, 8m, DeleveragingPrice.Mark),
                    Fund = InsuranceFund.Of(85m, 100m), FundMilliseconds = 60_000L,
                },
            ],
        });
        RouteVenue before = desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Venues.Single();
        Assert.Equal((10m, FundState.Configured), (before.RiskBasisPoints, before.Fund!.Value));
        desk.Publish(60m, 100m);
        desk.Wait(age);
        RouteVenue venue = desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Venues.Single();
        Assert.Equal((surcharge, state), (venue.RiskBasisPoints, venue.Fund!.Value));
    }

    [Theory]
    [InlineData(24, 3)]
    [InlineData(4, 6)]
    [InlineData(1, 0)]
    public void Decide_PublishedFunding_CountsThePaymentsOfTheHoldingTime(int holdingHours, int paymentsPerDay)
    {
        OptionDesk desk = Opened(firm => firm with
        {
            Desks = [.. firm.Desks.Select(one => one with { Policy = one.Policy with { HoldingMilliseconds = holdingHours * Hour } })],
        });
        Assert.Equal(0m, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().FundingPerDay);
        desk.PublishFunding(-0.0002m, 2L * Hour);
        Assert.Equal(-0.0002m * paymentsPerDay, desk.Decide("SWAP", Side.Buy, 0.1m).Slice.Books.Single().FundingPerDay);
    }

    [Fact]
    public void Decide_LoanForATerm_CountsAsDebtWithItsInterest()
    {
        Instant from = Instant.FromMilliseconds(1_800_000_000_000).PlusMilliseconds(-365L * 24L * Hour);
        TermBorrow loan = new(new Asset("USDT"), 20_000m, 0.1m, from, from.PlusMilliseconds(2L * 365L * 24L * Hour));
        OptionDesk plain = Opened(firm => firm);
        decimal free = plain.Size(plain.Decide("SWAP", Side.Buy, 40m));
        OptionDesk desk = Opened(firm => firm with { Subaccounts = [firm.Subaccounts[0] with { TermBorrows = [loan] }] });
        RouteDecision decision = desk.Decide("SWAP", Side.Buy, 40m);
        AssetBalance balance = decision.Slice.Accounts.Single().Account!.Balances.Single();
        Assert.Equal((OptionDesk.Wallet, 20_000m), (balance.Quantity, balance.Borrowed));
        Assert.InRange(balance.Interest, 2_000m, 2_000.001m);

        // 22,000 of 60,000 is owed: what is left carries that share less, and the debt adds a requirement of its own.
        Assert.InRange(desk.Size(decision) / free, 0.5m, 38m / 60m);
    }

    [Fact]
    public void Interest_BeforeItIsPaidOut_IsNothing()
    {
        TermBorrow loan = new(new Asset("BTC"), 1m, 0.05m, new Instant(1_000), new Instant(2_000));
        Assert.Equal(0m, loan.Interest(new Instant(10)));
        Assert.Equal<IEnumerable<AssetBalance>>([new AssetBalance(new Asset("BTC"), 0m) { Borrowed = 1m }, new AssetBalance(new Asset("USDT"), 5m)], TermBorrow.Counted([new AssetBalance(new Asset("USDT"), 5m)], [loan], new Instant(10)));
    }

    private static OptionDesk Opened(Func<Firm, Firm> change)
    {
        OptionDesk desk = new(OptionDesk.Completed("okx/portfolio"), change: change);
        desk.Hold(0m, 0m, 0m);
        desk.MarkContracts();
        return desk;
    }
}
