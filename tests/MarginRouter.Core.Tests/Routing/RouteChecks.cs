using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>What must hold of every decision.</summary>
internal static class RouteChecks
{
    public static IEnumerable<(SubaccountId Account, PendingFill Fill)> Fills(RouteDecision decision) =>
        decision.Children.Select(child => (child.Terms.Subaccount, new PendingFill(child.Terms.Instrument, child.Terms.Side, child.Terms.Quantity, child.Terms.LimitPrice)));

    /// <summary>Lots, sums, least sizes, prices and ids.</summary>
    public static void AssertExact(RouteRequest request, ReferenceData reference, RouteDecision decision, int seed)
    {
        string context = $"seed {seed}";
        Product product = reference[request.Product];
        Assert.True(decision.Planned + decision.Remainder == request.Quantity, context);
        Assert.True(decision.Children.Sum(child => child.ProductQuantity.Value) == decision.Planned.Value, context);
        Assert.True(decision.Children.Length <= request.Policy.MaximumChildren, context);
        Assert.True(decision.Children.Select(child => (child.Terms.Subaccount, child.Terms.Instrument)).Distinct().Count() == decision.Children.Length, context);
        for (int leg = 0; leg < decision.Children.Length; leg++)
        {
            RouteChild child = decision.Children[leg];
            Instrument instrument = reference[child.Terms.Instrument];
            Assert.True(child.Terms.Id == new ChildOrderId(request.Parent, request.Attempt, leg), context);
            Assert.True(child.ProductQuantity.Value == child.Terms.Quantity.Value * product.LotsPer(instrument), context);
            Assert.True(child.Terms.Quantity >= instrument.MinimumQuantity, context);
            Assert.True(instrument.Notional(child.Terms.LimitPrice, child.Terms.Quantity) >= instrument.MinimumNotional, context);
            RouteAccount account = request.Accounts.Single(one => one.Subaccount.Id == child.Terms.Subaccount);
            Assert.True(account.Unavailable is null && account.Subaccount.Instruments.Contains(instrument.Id), context);
        }

        AssertPrices(request, reference, decision, context);
    }

    private static void AssertPrices(RouteRequest request, ReferenceData reference, RouteDecision decision, string context)
    {
        int sign = request.Side.Sign();
        CandidateCost sum = default;
        foreach (IGrouping<InstrumentId, RouteChild> group in decision.Children.GroupBy(child => child.Terms.Instrument))
        {
            Instrument instrument = reference[group.Key];
            RouteBook book = request.Books.Single(one => one.Instrument == group.Key);
            long left = group.Sum(child => child.Terms.Quantity.Value);
            decimal paid = 0m;
            PriceTicks worst = default;
            foreach (BookLevel level in book.Levels)
            {
                long take = Math.Min(left, level.Quantity.Value);
                if (take == 0)
                    break;
                paid += take * instrument.BasePerLot * instrument.Price(level.Price);
                worst = level.Price;
                left -= take;
            }

            Assert.True(left == 0, context);
            Assert.True(group.All(child => child.Terms.LimitPrice == worst), context);
            decimal collar = decision.ArrivalPrice!.Value * (1 + (sign * request.Policy.CollarBasisPoints / 10_000m));
            Assert.True(sign * (instrument.Price(worst) - collar) <= 0, context);
            Assert.True(request.LimitPrice is null || sign * (instrument.Price(worst) - request.LimitPrice) <= 0, context);
            CandidateCost cost = group.Aggregate(default(CandidateCost), (total, child) => total + child.Cost);
            decimal size = group.Sum(child => child.Terms.Quantity.Value) * instrument.BasePerLot;
            Assert.True(Math.Abs(cost.Price - (sign * (paid - (size * decision.ArrivalPrice.Value)))) < 1e-12m, context);
            decimal tier = group.Sum(child => child.Terms.Quantity.Value * instrument.BasePerLot * decision.ArrivalPrice.Value
                * (request.Accounts.Single(account => account.Subaccount.Id == child.Terms.Subaccount).Subaccount.TakerRate(instrument) - instrument.Fees.TakerRate));
            Assert.True(Math.Abs(cost.Fee - (paid * instrument.Fees.TakerRate) - tier) < 1e-12m, context);
            sum += cost;
        }

        Assert.True(Math.Abs(sum.Total - decision.Cost.Total) < 1e-12m, context);
    }

    /// <summary>Every pair has a child or stands once among the rejected, and a remainder names what blocks.</summary>
    public static void AssertExplained(RouteRequest request, RouteDecision decision, int seed)
    {
        foreach (RouteAccount account in request.Accounts)
        {
            foreach (InstrumentId instrument in account.Subaccount.Instruments)
            {
                int rejections = decision.Rejected.Count(one => one.Subaccount == account.Subaccount.Id && one.Instrument == instrument);
                bool chosen = decision.Children.Any(child => child.Terms.Subaccount == account.Subaccount.Id && child.Terms.Instrument == instrument);
                Assert.True(rejections <= 1 && (chosen || rejections == 1), $"seed {seed}: account {account.Subaccount.Id.Value}");
            }
        }

        foreach (RejectedCandidate rejected in decision.Rejected)
        {
            Assert.NotEqual("", rejected.Refusal.Subject);
            long taken = decision.Children
                .Where(child => child.Terms.Subaccount == rejected.Subaccount && child.Terms.Instrument == rejected.Instrument)
                .Sum(child => child.ProductQuantity.Value);
            Assert.True(rejected.Taken.Value == taken, $"seed {seed}");
        }

        Assert.True(decision.Remainder.IsZero == decision.Blocking.IsEmpty, $"seed {seed}: remainder {decision.Remainder.Value}, {decision.Blocking.Length} blocking");
        Assert.Equal(request.Accounts.Length, decision.Margins.Length);
    }
}
