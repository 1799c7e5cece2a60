using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>Firm quotes in decisions, against all splits that there are and against the rules of quotes.</summary>
public sealed class QuoteDecisionTests
{
    private const int Runs = 300;

    /// <summary>With lots of different sizes and few children the search may stay a coarse lot short; that must be as rare as it is.</summary>
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Decide_TinyRequestWithQuotes_IsTheBestOfAllSplitsAndItsBoundIsBelowThat(bool isPlain, int allowed)
    {
        int taken = 0;
        int shortOf = 0;
        int dearer = 0;
        List<string> faults = [];
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.TinyQuoted(seed, isPlain);
            RouteRequest request = scenario.Request();
            RouteDecision decision = scenario.Decide();
            var best = new ExhaustiveSplit(request, scenario.Reference());
            decimal paid = Paid(decision);
            decimal bound = decision.LowerBound + Fair(decision);
            taken += decision.Children.Any(child => child.Terms.Quote is not null) ? 1 : 0;
            if (decision.Planned.Value < best.Filled && best.Filled - decision.Planned.Value < 3 && !isPlain)
                shortOf++;
            else if (decision.Planned.Value != best.Filled)
                faults.Add($"seed {seed} fills {decision.Planned.Value} of {best.Filled}");
            else if (paid < best.Paid - 1e-12m || bound > best.Paid + 1e-12m)
                faults.Add($"seed {seed} pays {paid}, bound {bound}, best {best.Paid}");
            else if (paid > best.Paid + 1e-12m && seed % 3 == 0)
                dearer++;
            else if (paid > best.Paid + 1e-12m)
                faults.Add($"seed {seed} pays {paid - best.Paid} more than the best");
        }

        Assert.True(taken > Runs / 4, $"only {taken} decisions took a quote");
        Assert.True(dearer <= 2, $"{dearer} cost more than the best where quotes exclude each other");
        Assert.True(shortOf <= allowed, $"{shortOf} fill less than the best");
        Assert.True(faults.Count == 0, string.Join("; ", faults));
    }

    [Fact]
    public void Decide_AnyQuotes_TakesEachOnceNoLessThanItAllowsAndWithinEveryLimitAtEverySubset()
    {
        for (int seed = 0; seed < 2 * Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.TinyQuoted(seed, isPlain: seed % 2 == 0);
            scenario.WorkUnits = seed % 3 == 0 ? seed % 40 : scenario.WorkUnits;
            RouteRequest request = scenario.Request();
            RouteDecision decision = scenario.Decide();
            string? broken = NaiveLimits.FirstBroken(request, scenario.Reference(), RouteChecks.Fills(decision));
            Assert.True(broken is null, $"seed {seed}: {broken}");
            Assert.True(seed % 3 != 0 || decision.Children.Count(child => child.Terms.Quote is not null) <= 1, $"seed {seed}: two of one request");
            RouteChild[] takers = [.. decision.Children.Where(child => child.Terms.Quote is not null)];
            Assert.Equal(takers.Length, takers.Select(child => child.Terms.Quote!.QuoteId).Distinct().Count());
            foreach (RouteChild child in takers)
            {
                RouteQuote quote = request.Quotes.Single(one => one.Quote.QuoteId == child.Terms.Quote!.QuoteId);
                Assert.True(quote.Unavailable is null, $"seed {seed}");
                Assert.True(child.Terms.Quantity >= quote.Quote.MinimumQuantity && child.Terms.Quantity <= quote.Quote.Quantity, $"seed {seed}");
                Assert.True(child.Terms.LimitPrice == quote.Quote.Price && child.Terms.Instrument == quote.Quote.Instrument, $"seed {seed}");
                Assert.True(quote.Quote.Subaccount is null || quote.Quote.Subaccount == child.Terms.Subaccount, $"seed {seed}");
            }

            Assert.Equal(DecisionBytes.Of(decision), DecisionBytes.Of(scenario.Optimizer().Decide(decision.Slice)));
            AssertExplained(request, decision, seed);
        }
    }

    [Fact]
    public void Decide_CheaperQuote_IsTakenAndItsChildNamesIt()
    {
        RouteScenario scenario = OneBook();
        FirmQuote quote = scenario.Quote(0, 5, 40, 40);
        RouteDecision decision = scenario.Decide();
        Assert.Equal([60L, 40L], decision.Children.Select(child => child.Terms.Quantity.Value));
        Assert.Equal(new ChildQuote(quote.Request, "Q0", "maker", quote.ValidUntil, AllOrNothing: true), decision.Children[1].Terms.Quote);
        Assert.Null(decision.Children[0].Terms.Quote);
        Assert.Equal(0m, decision.GapBasisPoints);
    }

    [Fact]
    public void Decide_WholeQuoteThatOneAccountCannotCarry_IsTakenByTheOther()
    {
        RouteScenario scenario = OneBook();
        scenario.Accounts[0].Wallet = 20m;
        scenario.Account(5_000m, 0);
        scenario.Quote(0, 5, 90, 90);
        RouteDecision decision = scenario.Decide();
        RouteChild taker = Assert.Single(decision.Children, child => child.Terms.Quote is not null);
        Assert.Equal((1, 90L), (taker.Terms.Subaccount.Value, taker.Terms.Quantity.Value));
        RejectedCandidate refused = Assert.Single(decision.Rejected, one => one.Subaccount.Value == 0 && one.Quote is not null);
        Assert.Equal(RefusalReason.DepthExhausted, refused.Refusal.Reason);
    }

    [Fact]
    public void Decide_QuotesThatAreNotTaken_NameTheirOneReason()
    {
        RouteScenario scenario = OneBook();
        scenario.Quote(0, 400, 50, 1);
        scenario.Quote(0, 1, 150, 150);
        FirmQuote expired = scenario.Quote(0, 1, 10, 1);
        scenario.Quotes[^1] = new RouteQuote(expired, new Refusal(RefusalReason.QuoteExpired, "quote Q2 of maker"));
        RouteDecision decision = scenario.Decide();
        Assert.Equal(
            [("Q0", RefusalReason.Dearer), ("Q1", RefusalReason.MinimumQuantity), ("Q2", RefusalReason.QuoteExpired)],
            decision.Rejected.Where(one => one.Quote is not null).Select(one => (one.Quote!.QuoteId, one.Refusal.Reason)));

        RouteScenario poor = OneBook();
        poor.Accounts[0].Wallet = 60m;
        poor.Quote(0, 1, 100, 100);
        RejectedCandidate tooLarge = Assert.Single(poor.Decide().Rejected, one => one.Quote is not null);
        Assert.Equal(RefusalReason.MaintenanceUtilisation, tooLarge.Refusal.Reason);
    }

    [Theory]
    [InlineData(Side.Sell, 10, 5)]
    [InlineData(Side.Buy, 0, 1)]
    [InlineData(Side.Buy, 5, 6)]
    public void Decide_QuoteThatIsNone_IsRefused(Side side, long lots, long least)
    {
        RouteScenario scenario = OneBook();
        FirmQuote quote = scenario.Quote(0, 5, 1, 1) with { Side = side, Quantity = new QuantityLots(lots), MinimumQuantity = new QuantityLots(least) };
        scenario.Quotes[0] = new RouteQuote(quote, null);
        Assert.Throws<ArgumentException>(scenario.Decide);
    }

    private static RouteScenario OneBook()
    {
        var scenario = new RouteScenario { Quantity = 100 };
        scenario.Instrument(600_000, (10, 200), (100, 500));
        scenario.Account(5_000m, 0);
        return scenario;
    }

    /// <summary>Each pair of an account and a quote that it could take has a child or stands once among the rejected.</summary>
    private static void AssertExplained(RouteRequest request, RouteDecision decision, int seed)
    {
        foreach (RouteAccount account in request.Accounts)
        {
            foreach (FirmQuote quote in request.Quotes.Select(one => one.Quote))
            {
                if (!account.Subaccount.Instruments.Contains(quote.Instrument) || (quote.Subaccount is { } only && only != account.Subaccount.Id))
                    continue;
                int rejected = decision.Rejected.Count(one => one.Subaccount == account.Subaccount.Id && one.Quote?.QuoteId == quote.QuoteId);
                bool chosen = decision.Children.Any(child => child.Terms.Subaccount == account.Subaccount.Id && child.Terms.Quote?.QuoteId == quote.QuoteId);
                Assert.True(rejected <= 1 && (chosen || rejected == 1), $"seed {seed}: account {account.Subaccount.Id.Value}, {quote.QuoteId}");
            }
        }
    }

    private static decimal Paid(RouteDecision decision) => decision.Cost.Total + Fair(decision);

    private static decimal Fair(RouteDecision decision) =>
        decision.Children.Length == 0 ? 0m : decision.Children[0].Terms.Side.Sign() * decision.ArrivalPrice!.Value * decision.Planned.Value * RouteScenario.ProductLot;
}
