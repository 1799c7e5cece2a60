using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Search;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>
/// Finds the one transfer of collateral that would make a decision most better for its cost, by deciding again with amounts moved. It is
/// asked by previews and for parents that stay short, within work units of its own.
/// </summary>
internal sealed class TransferAdvisor
{
    // What a trial and a question to a donor count for beside the questions of the search: an account or two made ready.
    private const int TrialUnits = 50;
    private const int DonorUnits = 20;
    private const long MillisecondsPerYear = 365L * 86_400_000L;

    private readonly RouteProblem problem;
    private readonly ProvenSplit proven;
    private readonly RouteExplanation explanation;
    private readonly RouteWorkspace trials;
    private readonly RouteRequest request;
    private readonly TransferTerms terms;
    private readonly decimal unfilledPerLot;
    private readonly decimal today;
    private readonly bool isHeldBack;
    private int used;
    private bool isCutShort;

    public TransferAdvisor(RouteProblem problem, ProvenSplit proven, RouteExplanation explanation, RouteWorkspace trials)
    {
        (this.problem, this.proven, this.explanation, this.trials) = (problem, proven, explanation, trials);
        request = problem.Request;
        terms = request.Transfers!;
        decimal most = request.Policy.MaximumMarginalCostBasisPoints ?? request.Policy.CollarBasisPoints;
        unfilledPerLot = (problem.Arrival ?? 0m) * most / 10_000m * problem.Product.LotSize;
        today = Burden(proven.Plan);
        isHeldBack = IsHeldBack();
    }

    /// <summary>The advice.</summary>
    public TransferAdvice Advise()
    {
        if (terms.IsLive && proven.Plan.Filled == problem.Question.Wanted)
            return new TransferAdvice(null, [], 0, false);
        var refused = ImmutableArray.CreateBuilder<RefusedTransfer>();
        TransferSuggestion? best = null;
        for (int i = 0; i < terms.Routes.Length; i++)
        {
            TransferRoute route = terms.Routes[i];
            int share = used + ((terms.WorkUnits - used) / (terms.Routes.Length - i));
            Refusal? refusal = Refuse(route);
            TransferSuggestion? found = refusal is null ? Find(route, share, out refusal) : null;
            if (refusal is not null)
                refused.Add(new RefusedTransfer(route.From, route.To, route.Asset, refusal));
            if (found is not null && (best is null || found.NetBenefit > best.NetBenefit))
                best = found;
        }

        return new TransferAdvice(best, refused.ToImmutable(), used, isCutShort);
    }

    /// <summary>Why a way need not be tried; null when it must.</summary>
    private Refusal? Refuse(TransferRoute route)
    {
        if (route.Unavailable is { } unavailable)
            return unavailable;
        if (problem.Arrival is null)
            return new Refusal(RefusalReason.PriceMissing, $"arrival price of {problem.Product.Symbol}");
        if (proven.IsCutShort)
            return new Refusal(RefusalReason.SearchCutShort, problem.Product.Symbol);
        if (InRequest(route.To) is null || !isHeldBack)
            return new Refusal(RefusalReason.TransferNoGain, "no cheaper or further child is held back by collateral");
        bool donorInside = InRequest(route.From) is not null;
        foreach (ExposureCap cap in request.Caps)
        {
            // A cap counts the holdings of accounts outside the request as one sum, which the transfer would change.
            if (cap.Asset == route.Asset && !donorInside)
                return new Refusal(RefusalReason.ExposureCap, $"{cap.Name} {cap.Asset.Code}");
        }

        return request.Prices.TryConvert(route.Asset, problem.Product.Pricing, out _, out Refusal? missing) ? null : missing;
    }

    private TransferSuggestion? Find(TransferRoute route, int untilUnits, out Refusal? refusal)
    {
        RouteAccount? account = InRequest(route.From) ?? terms.Donors.FirstOrDefault(one => one.Subaccount.Id == route.From);
        refusal = account is null ? new Refusal(RefusalReason.AccountSnapshotMissing, "the giving account") : null;
        if (account is null)
            return null;
        var donor = new TransferDonor(problem, trials, account, terms.IsLive ? ChildrenOf(route.From) : []);
        long? last = donor.Largest(route, out refusal);
        used += donor.Checks * DonorUnits;
        if (last is null)
            return null;
        var search = new AmountSearch(step => Attempt(route, route.AmountAt(step), untilUnits), neverHarms: InRequest(route.From) is null);
        long? step = search.Find(last.Value, CostOf(route, route.Minimum));
        isCutShort |= search.IsCutShort;
        TransferSuggestion? found = step is { } chosen ? InFull(route, donor, route.AmountAt(chosen)) : null;
        if (found is null)
        {
            refusal = search.IsCutShort
                ? new Refusal(RefusalReason.SearchCutShort, problem.Product.Symbol)
                : new Refusal(RefusalReason.TransferNoGain, "its benefit is below its cost", CostOf(route, route.Minimum), search.MostGross);
        }

        return found;
    }

    /// <summary>Benefit of an amount, before and after its cost; null when the work units are used up.</summary>
    private (decimal Gross, decimal Net)? Attempt(TransferRoute route, decimal amount, int untilUnits)
    {
        int left = untilUnits - used - TrialUnits;
        if (left < proven.WorkUnitsUsed + (4 * request.Accounts.Length))
            return null;
        TransferTrial trial = Decide(MovedCollateral.In(request, route, amount) with { WorkUnits = Math.Min(left, request.WorkUnits) });
        decimal gross = today - Burden(trial.Split.Plan);
        return (gross, gross - CostOf(route, amount));
    }

    /// <summary>The amount decided with all the work units of a decision; null when it is worth nothing then.</summary>
    private TransferSuggestion? InFull(TransferRoute route, TransferDonor donor, decimal amount)
    {
        RouteRequest moved = MovedCollateral.In(request, route, amount);
        TransferTrial whole = Decide(moved);
        decimal net = today - Burden(whole.Split.Plan) - CostOf(route, amount);
        long filled = whole.Split.Plan.Filled;
        if (net <= 0m || filled < proven.Plan.Filled)
            return null;

        // A trial is over when the next begins: they share their buffers.
        CandidateCost cost = whole.Cost();
        AccountProbe receiver = whole.Problem.Accounts.Find(one => one.Account.Subaccount.Id == route.To)!;
        decimal? receives = receiver.Evaluator!.WorstUtilisation(whole.Split.FillsOf(receiver, whole.Split.Plan));
        decimal before = new TransferTrial(problem, proven).Cost().Total;
        decimal same = filled == proven.Plan.Filled ? cost.Total : OfTodaysFill(moved, before);
        return new TransferSuggestion(route.From, route.To, route.Asset, route.Kind, amount)
        {
            Fee = route.Fee.On(amount),
            Cost = CostOf(route, amount),
            ExpectedMilliseconds = route.Fee.ExpectedMilliseconds,
            WorstMilliseconds = route.Fee.WorstMilliseconds,
            Planned = new QuantityLots(filled),
            More = new QuantityLots(filled - proven.Plan.Filled),
            RouteCost = cost,
            Saving = before - same,
            MoreCost = cost.Total - same,
            NetBenefit = net,
            DonorUtilisation = donor.UtilisationWithout(route, amount),
            ReceiverUtilisation = receives,
        };
    }

    /// <summary>What as much as is filled today would cost with the amount moved; as now where the search does not come to the same fill.</summary>
    private decimal OfTodaysFill(RouteRequest moved, decimal before)
    {
        if (proven.Plan.Filled == 0)
            return 0m;
        TransferTrial same = Decide(moved with { Quantity = new QuantityLots(proven.Plan.Filled), Tolerated = QuantityLots.Zero });
        return same.Split.Plan.Filled == proven.Plan.Filled ? same.Cost().Total : before;
    }

    /// <summary>Decides again, and notes what was read of the books: it belongs to the decision's slice.</summary>
    private TransferTrial Decide(RouteRequest moved)
    {
        TransferTrial trial = TransferTrial.Of(trials, moved);
        used += TrialUnits + trial.Split.WorkUnitsUsed;
        for (int slot = 0; slot < trial.Problem.Ladders.Length; slot++)
        {
            if (trial.Problem.Ladders[slot] is { LevelsRead: > 0 } ladder)
                problem.Ladders[slot]?.NoteRead(ladder.LevelsRead);
        }

        return trial;
    }

    /// <summary>What a split costs against arrival in the comparison, each unit left unfilled counted as the most that one may cost.</summary>
    private decimal Burden(SplitPlan plan)
    {
        decimal fair = request.Side.Sign() * (problem.Arrival ?? 0m) * plan.Filled * problem.Product.LotSize;
        return plan.Cost - fair + (unfilledPerLot * (problem.Question.Wanted - plan.Filled));
    }

    /// <summary>Fee and price of the capital on its way, in the pricing asset.</summary>
    private decimal CostOf(TransferRoute route, decimal amount)
    {
        request.Prices.TryConvert(route.Asset, problem.Product.Pricing, out decimal rate, out _);
        decimal capital = Math.Max(InRequest(route.From)?.Subaccount.CapitalRatePerYear ?? 0m, InRequest(route.To)?.Subaccount.CapitalRatePerYear ?? 0m);
        return rate * (route.Fee.On(amount) + (amount * capital * route.Fee.ExpectedMilliseconds / MillisecondsPerYear));
    }

    /// <summary>
    /// True when a candidate of some account has more to offer at a price that counts, and what keeps it from that may be collateral: its
    /// margin, or something that more room can spare, such as a least size, a ticket or a further child. Room at another account can help
    /// it, too, by leaving it depth that both share.
    /// </summary>
    private bool IsHeldBack()
    {
        bool isShort = proven.Plan.Filled < problem.Question.Wanted;
        foreach (Candidate candidate in problem.Candidates)
        {
            bool counts = explanation.Next(candidate) is { } next && (isShort || next < explanation.DearestTaken);
            bool otherwise = explanation.ReasonFor(candidate)?.Reason is null or RefusalReason.MaximumMarginalCost or RefusalReason.LimitPrice
                or RefusalReason.ExposureCap or RefusalReason.VenueShare;
            if (counts && !otherwise)
                return true;
        }

        return false;
    }

    private RouteAccount? InRequest(SubaccountId id)
    {
        foreach (RouteAccount account in request.Accounts)
        {
            if (account.Subaccount.Id == id)
                return account;
        }

        return null;
    }

    private PendingFill[] ChildrenOf(SubaccountId id) =>
        problem.Accounts.Find(account => account.Account.Subaccount.Id == id) is { } probe ? [.. proven.FillsOf(probe, proven.Plan)] : [];
}
