using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Tests.Routing.Transfers;

/// <summary>Suggested transfers of collateral: true to the letter, within the donor's limits, worth their cost, and the best there are.</summary>
public sealed class TransferAdviceTests
{
    private const int Runs = 400;

    [Fact]
    public void Decide_CheapAccountShortOfCollateral_SuggestsTheLeastAmountThatFillsItThere()
    {
        TransferScenario scenario = TransferScenario.Simple();

        RouteDecision decision = scenario.Decide();

        TransferSuggestion suggestion = decision.Transfers!.Suggestion!;
        Assert.Equal((2, 0, 1m), (suggestion.From.Value, suggestion.To.Value, suggestion.Fee));
        Assert.True(decision.Remainder.IsZero && suggestion.More.IsZero && suggestion.Saving > 0m, $"{suggestion}");
        Assert.Equal(suggestion.Saving - 1m, suggestion.NetBenefit);
        RouteDecision less = Moved(scenario, scenario.Routes[0], suggestion.Amount - 1m);
        RouteDecision with = Moved(scenario, scenario.Routes[0], suggestion.Amount);
        Assert.Equal([100L], with.Children.Select(child => child.Terms.Quantity.Value));
        Assert.True(less.Cost.Total > with.Cost.Total, "a smaller amount would have done");
    }

    [Fact]
    public void Decide_RandomDesk_KeepsEveryPromiseAndTheDonorsLimits()
    {
        int suggested = 0;
        int more = 0;
        int cheaper = 0;
        int inside = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            TransferScenario scenario = TransferScenario.Random(seed, isTiny: seed % 2 == 0);
            scenario.IsLive = seed % 5 == 0;
            RouteRequest request = scenario.Request();
            RouteDecision decision = scenario.Decide();
            Assert.True(decision.Transfers is not null && (decision.Transfers.Suggestion is not null || decision.Transfers.Refused.Length == scenario.Routes.Count || IsIdle(scenario, decision)), $"seed {seed}");
            if (decision.Transfers!.Suggestion is not { } suggestion)
                continue;
            TransferRoute route = RouteOf(scenario, suggestion);
            RouteDecision with = Moved(scenario, route, suggestion.Amount);
            Assert.True(with.Planned == suggestion.Planned && with.Planned == decision.Planned + suggestion.More, $"seed {seed}: {suggestion} but {with.Planned.Value}");
            Assert.True(with.Cost == suggestion.RouteCost, $"seed {seed}: {suggestion.RouteCost} but {with.Cost}");
            Assert.True(suggestion.NetBenefit > 0m && Math.Abs(suggestion.NetBenefit - Net(scenario, decision, with, suggestion.Cost)) < 1e-9m, $"seed {seed}: {suggestion}");
            Assert.True(suggestion.Amount >= route.Minimum && suggestion.Amount <= route.Maximum && (suggestion.Amount - route.Minimum) % route.Step == 0m, $"seed {seed}: {suggestion}");
            Assert.True(Math.Abs(with.Cost.Total - (decision.Cost.Total - suggestion.Saving + suggestion.MoreCost)) < 1e-9m, $"seed {seed}");
            AssertDonorHolds(scenario, decision, with, suggestion, seed);
            suggested++;
            more += suggestion.More.IsZero ? 0 : 1;
            cheaper += suggestion.More.IsZero ? 1 : 0;
            inside += suggestion.From.Value < scenario.Desk.Accounts.Count ? 1 : 0;
        }

        Assert.True(more > Runs / 20 && cheaper > Runs / 100 && inside > Runs / 50, $"{suggested} suggested, {more} fill more, {cheaper} only cheaper, {inside} from the desk's own");
    }

    [Fact]
    public void Decide_TinyDesk_NoAmountOnTheGridIsWorthMore()
    {
        int suggested = 0;
        int missed = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            TransferScenario scenario = TransferScenario.Random(seed + 5_000, isTiny: true);
            RouteDecision decision = scenario.Decide();
            (decimal best, string which) = BestOfAll(scenario, decision);
            decimal found = decision.Transfers!.Suggestion?.NetBenefit ?? 0m;
            suggested += found > 0m ? 1 : 0;

            // The tolerance that is stated: a hundredth of the benefit.
            Assert.True(best <= found + (best / 100m), $"seed {seed + 5_000}: {which} is worth {best}, suggested {found}");
            missed += best > found + 1e-9m ? 1 : 0;
        }

        Assert.True(suggested > Runs / 10 && missed * 50 <= suggested, $"{missed} of {suggested} are not the best");
    }

    [Fact]
    public void Decide_RequestOfItsOwnSlice_GivesTheSameBytes()
    {
        for (int seed = 0; seed < Runs / 4; seed++)
        {
            TransferScenario scenario = TransferScenario.Random(seed, isTiny: false);
            RouteDecision decision = scenario.Decide();
            Assert.True(DecisionBytes.Of(decision) == DecisionBytes.Of(scenario.Desk.Optimizer().Decide(decision.Slice)), $"seed {seed}");
        }
    }

    [Fact]
    public void Decide_FewWorkUnits_StopsThereAndSaysSo()
    {
        TransferScenario scenario = TransferScenario.Simple();
        int whole = scenario.Decide().Transfers!.WorkUnitsUsed;
        scenario.WorkUnits = 600;
        TransferAdvice advice = scenario.Decide().Transfers!;
        Assert.True(advice.IsCutShort && advice.WorkUnitsUsed < whole, $"{advice.WorkUnitsUsed} of {whole}");
        scenario.WorkUnits = 10;
        advice = scenario.Decide().Transfers!;
        Assert.Null(advice.Suggestion);
        Assert.Equal(RefusalReason.SearchCutShort, Assert.Single(advice.Refused).Reason.Reason);
    }

    [Fact]
    public void Decide_LiveParentThatIsFilled_IsNotLookedAt()
    {
        TransferScenario scenario = TransferScenario.Simple();
        scenario.IsLive = true;
        TransferAdvice advice = scenario.Decide().Transfers!;
        Assert.Null(advice.Suggestion);
        Assert.Equal(0, advice.WorkUnitsUsed);
    }

    [Fact]
    public void Decide_NothingHeldBack_SuggestsNothingAndSaysWhy()
    {
        TransferScenario scenario = TransferScenario.Simple();
        scenario.Desk.Accounts[0].Wallet = 10_000m;
        TransferAdvice advice = scenario.Decide().Transfers!;
        Assert.Null(advice.Suggestion);
        Assert.Equal(RefusalReason.TransferNoGain, Assert.Single(advice.Refused).Reason.Reason);
    }

    [Fact]
    public void Decide_FeeAboveTheBenefit_SuggestsNothingAndNamesBoth()
    {
        TransferScenario scenario = TransferScenario.Simple();
        decimal worth = scenario.Decide().Transfers!.Suggestion!.Saving;
        scenario.Routes.Clear();
        scenario.Route(2, 0, fee: worth);
        Refusal reason = Assert.Single(scenario.Decide().Transfers!.Refused).Reason;
        Assert.Equal((RefusalReason.TransferNoGain, worth, worth), (reason.Reason, reason.Required!.Value, reason.Available!.Value));
    }

    /// <summary>What is missing, and the refusal that names it.</summary>
    public static TheoryData<string, RefusalReason> Missing => new()
    {
        { "switched off", RefusalReason.TransferForbidden },
        { "statement", RefusalReason.AccountSnapshotMissing },
        { "connection", RefusalReason.VenueDisconnected },
        { "rules", RefusalReason.RuleSetMissing },
        { "price of the asset", RefusalReason.CurrencyMissing },
        { "mark of what the donor holds", RefusalReason.PriceMissing },
        { "balance", RefusalReason.TransferDonorLimit },
        { "limits", RefusalReason.TransferDonorLimit },
    };

    [Theory]
    [MemberData(nameof(Missing))]
    public void Decide_SomethingMissing_SuggestsNothingAndNamesIt(string what, RefusalReason expected)
    {
        TransferScenario scenario = TransferScenario.Simple();
        RouteScenario.AccountSpec donor = scenario.Donors[0];
        TransferRoute route = scenario.Routes[0];
        scenario.Routes[0] = what switch
        {
            "switched off" => route with { Unavailable = new Refusal(RefusalReason.TransferForbidden, "off") },
            "price of the asset" => route with { Asset = new Asset("EURX") },
            _ => route,
        };
        donor.StatementMissing = what == "statement";
        donor.Unavailable = what == "connection" ? new Refusal(RefusalReason.VenueDisconnected, "venue0") : null;
        donor.RuleSet = what == "rules" ? "none/at-all" : donor.RuleSet;
        donor.Wallet = what == "balance" ? 9m : donor.Wallet;
        if (what == "mark of what the donor holds")
        {
            scenario.Desk.Instrument(600_000, (5, 1)).MarkMissing = true;
            donor.Slots[0] = 2;
            donor.Positions.Add((2, 10, 60_000m));
        }

        if (what == "limits")
            donor.Positions.Add((0, 832, 60_000m));
        TransferAdvice advice = scenario.Decide().Transfers!;
        Assert.Null(advice.Suggestion);
        Assert.Equal(expected, Assert.Single(advice.Refused).Reason.Reason);
    }

    [Fact]
    public void Decide_DonorWithUnrealisedProfit_GivesNoneOfIt()
    {
        TransferScenario scenario = TransferScenario.Simple();
        RouteScenario.AccountSpec donor = scenario.Donors[0];
        donor.Wallet = 400m;
        donor.UtilisationLimit = 1m;
        donor.Positions.Add((0, 100, 30_000m));

        // 6,000 of value at 50 times leverage is 120 of initial margin; the 3,000 of profit is not paid out. A lot needs a little over 6.
        TransferSuggestion suggestion = scenario.Decide().Transfers!.Suggestion!;
        Assert.InRange(suggestion.Amount, 273m, 280m);
        donor.Wallet = 500m;
        Assert.InRange(scenario.Decide().Transfers!.Suggestion!.Amount, 281m, 380m);
    }

    [Fact]
    public void Decide_DonorTooNearToLiquidation_GivesNothing()
    {
        TransferScenario scenario = TransferScenario.Simple();
        RouteScenario.AccountSpec donor = scenario.Donors[0];
        donor.Wallet = 900m;
        donor.UtilisationLimit = 1m;
        donor.Positions.Add((0, 100, 60_000m));
        Assert.NotNull(scenario.Decide().Transfers!.Suggestion);
        donor.MinimumLiquidationDistance = 0.1045m;
        Refusal reason = Assert.Single(scenario.Decide().Transfers!.Refused).Reason;
        Assert.Contains(reason.Reason, new[] { RefusalReason.TransferDonorLimit, RefusalReason.LiquidationDistance });
    }

    [Fact]
    public void Decide_CapOnTheAssetThatMovesWithADonorOutside_IsRefusedByTheCapsName()
    {
        TransferScenario scenario = TransferScenario.Simple();
        scenario.Desk.Caps.Add(new ExposureCap("treasury", ExposureKind.Gross, RouteScenario.Tether, 1_000_000m, 0m, [new SubaccountId(0)], null));
        Refusal reason = Assert.Single(scenario.Decide().Transfers!.Refused).Reason;
        Assert.Equal((RefusalReason.ExposureCap, "treasury USDT"), (reason.Reason, reason.Subject));
    }

    /// <summary>Nothing was looked at, because the parent is filled and live.</summary>
    private static bool IsIdle(TransferScenario scenario, RouteDecision decision) => scenario.IsLive && decision.Remainder.IsZero;

    private static TransferRoute RouteOf(TransferScenario scenario, TransferSuggestion suggestion) => scenario.Routes.First(route =>
        route.From == suggestion.From && route.To == suggestion.To && route.Fee.On(suggestion.Amount) == suggestion.Fee
        && suggestion.Amount >= route.Minimum && suggestion.Amount <= route.Maximum && (suggestion.Amount - route.Minimum) % route.Step == 0m);

    private static RouteDecision Moved(TransferScenario scenario, TransferRoute route, decimal amount) =>
        scenario.Desk.Optimizer().Decide(MovedCollateral.In(scenario.Request(), route, amount));

    /// <summary>Net benefit worked out from two decisions.</summary>
    private static decimal Net(TransferScenario scenario, RouteDecision without, RouteDecision with, decimal cost)
    {
        decimal unfilled = without.ArrivalPrice!.Value * scenario.Desk.CollarBasisPoints / 10_000m * RouteScenario.ProductLot;
        return without.Cost.Objective + (unfilled * without.Remainder.Value) - with.Cost.Objective - (unfilled * with.Remainder.Value) - cost;
    }

    private static void AssertDonorHolds(TransferScenario scenario, RouteDecision decision, RouteDecision with, TransferSuggestion suggestion, int seed)
    {
        RouteRequest request = scenario.Request();
        int own = scenario.Desk.Accounts.Count;
        RouteAccount donor = suggestion.From.Value < own ? request.Accounts[suggestion.From.Value] : request.Transfers!.Donors[suggestion.From.Value - own];
        RouteAccount reduced = MovedCollateral.With(donor, suggestion.Asset, -suggestion.Amount);
        Assert.True(reduced.Account!.Balances.All(balance => balance.Net >= 0m), $"seed {seed}: more than is held");
        PendingFill[] then = [.. RouteChecks.Fills(with).Where(one => one.Account == suggestion.From).Select(one => one.Fill)];
        PendingFill[] now = scenario.IsLive ? [.. RouteChecks.Fills(decision).Where(one => one.Account == suggestion.From).Select(one => one.Fill)] : [];
        foreach (PendingFill[] children in (PendingFill[][])[[], then, now])
            Assert.True(HoldsOutright(request, scenario.Desk.Reference(), reduced, children), $"seed {seed}: the donor is over a limit after {suggestion}");
    }

    /// <summary>True when every limit holds at every subset, not only that none gets worse.</summary>
    private static bool HoldsOutright(RouteRequest request, ReferenceData reference, RouteAccount account, PendingFill[] children)
    {
        // As an account without orders of its own that sends all of them: a breach at any subset is one that the account could be in.
        RouteAccount alone = account with { Pending = [] };
        PendingFill[] all = [.. account.Pending, .. children];
        return NaiveLimits.StandsWithin(request, reference, alone) && NaiveLimits.Holds(request, reference, alone, all);
    }

    /// <summary>The greatest net benefit over every way and every amount of its grid that the donor can give.</summary>
    private static (decimal Net, string Which) BestOfAll(TransferScenario scenario, RouteDecision decision)
    {
        (decimal Net, string Which) best = (0m, "nothing");
        RouteRequest request = scenario.Request();
        int own = scenario.Desk.Accounts.Count;
        if (decision.ArrivalPrice is null)
            return best;
        foreach (TransferRoute route in scenario.Routes)
        {
            RouteAccount donor = route.From.Value < own ? request.Accounts[route.From.Value] : request.Transfers!.Donors[route.From.Value - own];
            for (decimal amount = route.Minimum; amount <= route.Maximum; amount += route.Step)
            {
                RouteAccount reduced = MovedCollateral.With(donor, route.Asset, -amount);
                if (reduced.Account!.Balances[0].Net < 0m || !HoldsOutright(request, scenario.Desk.Reference(), reduced, []) || !PaysOut(request, reduced))
                    break;
                decimal net = Net(scenario, decision, Moved(scenario, route, amount), route.Fee.On(amount));
                if (net > best.Net)
                    best = (net, $"{amount} from {route.From.Value} to {route.To.Value}");
            }
        }

        return best;
    }

    /// <summary>Wallet less losses covers initial margin of positions and orders on the larger side.</summary>
    private static bool PaysOut(RouteRequest request, RouteAccount account) =>
        account.Account!.Balances[0].Quantity >= 0m && MarginOf(request, account) <= account.Account.Balances[0].Quantity + Losses(request, account);

    private static decimal Losses(RouteRequest request, RouteAccount account) => account.Account!.Positions.Sum(position =>
        Math.Min(0m, position.Quantity.Value * RouteScenario.ProductLot * (request.Prices.Mark(position.Instrument)!.Value.Value - position.EntryPrice)));

    private static decimal MarginOf(RouteRequest request, RouteAccount account) => account.Account!.Positions.Sum(position =>
    {
        decimal mark = request.Prices.Mark(position.Instrument)!.Value.Value;
        long buys = account.Pending.Where(fill => fill.Instrument == position.Instrument && fill.Side == Side.Buy).Sum(fill => fill.Quantity.Value);
        long sells = account.Pending.Where(fill => fill.Instrument == position.Instrument && fill.Side == Side.Sell).Sum(fill => fill.Quantity.Value);
        long largest = Math.Max(Math.Abs(position.Quantity.Value + buys), Math.Abs(position.Quantity.Value - sells));
        return largest * RouteScenario.ProductLot * mark / TestMarginModels.Leverage;
    });
}
