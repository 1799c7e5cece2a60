using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Asks each account that margin holds back how much more it would take with a little more collateral. The question goes to the account's
/// own margin model; the search is not repeated, so the answer is the slope at the split found.
/// </summary>
internal sealed class ReliefFinder(RouteProblem problem, ProvenSplit proven, RouteExplanation explanation)
{
    /// <summary>The reliefs, by account; accounts whose margin does not bind have none.</summary>
    public ImmutableArray<AccountRelief> Find(ReferenceData reference, MarginModelTable models)
    {
        if (proven.IsCutShort)
            return [];
        ImmutableArray<AccountRelief>.Builder? reliefs = null;
        foreach (AccountProbe account in problem.Accounts)
        {
            if (Cheapest(account) is { } candidate && Relief(reference, models, candidate) is { } relief)
                (reliefs ??= ImmutableArray.CreateBuilder<AccountRelief>()).Add(relief);
        }

        return reliefs?.ToImmutable() ?? [];
    }

    /// <summary>The account's candidate with the best next price among those that margin holds back.</summary>
    private Candidate? Cheapest(AccountProbe account)
    {
        Candidate? best = null;
        foreach (Candidate candidate in account.Candidates)
        {
            bool held = candidate.Ladder!.Quote is null && explanation.ReasonFor(candidate)?.Reason is RefusalReason.MaintenanceUtilisation or RefusalReason.VenueAcceptance
                or RefusalReason.StressUtilisation or RefusalReason.LiquidationDistance;
            if (held && (best is null || explanation.Next(candidate) < explanation.Next(best)))
                best = candidate;
        }

        return best;
    }

    private AccountRelief? Relief(ReferenceData reference, MarginModelTable models, Candidate candidate)
    {
        RouteAccount account = candidate.Account.Account;
        decimal? equity = candidate.Account.Evaluator!.Before?.Equity;
        decimal? next = explanation.Next(candidate);
        if (equity is null || next is null || !models.TryFind(account.Subaccount, out IMarginModel? model, out _))
            return null;
        decimal collateral = Math.Max(1m, decimal.Round(equity.Value * 0.01m, 2, MidpointRounding.ToEven));
        RouteAccount richer = MovedCollateral.With(account, account.Subaccount.Reporting, collateral);
        TakerLadder ladder = candidate.Ladder!;
        PriceTicks price = ladder.Price(ladder.LevelOf(proven.Plan.Totals[candidate.Slot] + 1));
        PendingFill all = candidate.Fill(problem.Request.Side, problem.Question.Wanted / ladder.ProductLots, price);
        ReadOnlySpan<PendingFill> beside = proven.FillsBeside(candidate);
        long now = candidate.Account.HeadRoom(all, beside, out _).Value;
        long then = problem.NewEvaluator(reference, model!, richer, problem.Request.Policy.FillStates).HeadRoom(all, beside, out _).Value;
        foreach (GroupCap cap in candidate.Caps)
            then = Math.Min(then, cap.Room(candidate, proven.Plan));
        long remainder = problem.Question.Wanted - proven.Plan.Filled;
        long wanted = remainder > 0 ? remainder : explanation.DearerThan(next.Value);
        long more = Math.Min(Math.Max(0, then - now) * ladder.ProductLots, wanted) / ladder.ProductLots * ladder.ProductLots;
        decimal size = more * problem.Product.LotSize;
        decimal saving = remainder > 0 ? 0m : Math.Max(0m, (explanation.DearestTaken ?? next.Value) - next.Value) * size;
        return new AccountRelief(
            account.Subaccount.Id,
            candidate.Instrument,
            collateral,
            new QuantityLots(more),
            explanation.CostBasisPoints(next)!.Value,
            saving,
            saving / collateral);
    }
}
