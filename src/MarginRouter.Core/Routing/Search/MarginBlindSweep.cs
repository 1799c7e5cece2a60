using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// What a router that ignores margin would have done: the cheapest levels, each from the first account that is connected and may
/// trade there. It obeys lots, depth, limit price and collar; it knows no margin, no least sizes and no number of children.
/// </summary>
internal sealed class MarginBlindSweep
{
    private readonly RouteProblem problem;
    private readonly LadderMerge merge;
    private readonly long[] ceilings;
    private readonly Candidate?[] takers;

    public MarginBlindSweep(RouteProblem problem)
    {
        this.problem = problem;
        Plan = new SplitPlan(problem.Ladders.Length, problem.Candidates.Count);
        merge = new LadderMerge(problem.Ladders);
        ceilings = new long[problem.Ladders.Length];
        takers = new Candidate?[problem.Ladders.Length];
    }

    /// <summary>Sweeps the books of a decision.</summary>
    public void Run()
    {
        Plan.Clear();
        Array.Clear(ceilings);
        Array.Clear(takers);
        foreach (Candidate candidate in problem.Candidates)
        {
            if (candidate.Unusable is not null || takers[candidate.Slot] is not null)
                continue;
            takers[candidate.Slot] = candidate;
            ceilings[candidate.Slot] = long.MaxValue;
        }

        merge.Fill(Plan.Totals, ceilings, problem.Question.Wanted);
        for (int slot = 0; slot < takers.Length; slot++)
        {
            if (Plan.Totals[slot] > 0)
                Plan.Taken[takers[slot]!.Index] = Plan.Totals[slot];
        }

        Plan.Measure(problem);
    }

    /// <summary>Its split.</summary>
    public SplitPlan Plan { get; }

    /// <summary>Its outcome, with the limit that each account would have broken once everything had filled.</summary>
    public BlindSweep Describe(ReferenceData reference, MarginModelTable models, ProvenSplit proven)
    {
        ImmutableArray<AccountBreach> breaches = [];

        // What the search took over as it is has been proven already.
        if (!Plan.TakesAs(proven.Plan))
            breaches = Breaches(reference, models, proven);
        CandidateCost cost = default;
        for (int slot = 0; slot < problem.Ladders.Length; slot++)
        {
            if (Plan.Totals[slot] > 0)
                cost += problem.CostOf(slot, 0, Plan.Totals[slot]);
        }

        foreach (Candidate candidate in problem.Candidates)
        {
            if (Plan.Taken[candidate.Index] > 0)
                cost += candidate.ExtraCost(Plan.Taken[candidate.Index]);
        }

        return new BlindSweep(new QuantityLots(Plan.Filled), cost, problem.BasisPoints(cost.Total, Plan.Filled), breaches);
    }

    private ImmutableArray<AccountBreach> Breaches(ReferenceData reference, MarginModelTable models, ProvenSplit proven)
    {
        var breaches = ImmutableArray.CreateBuilder<AccountBreach>();
        foreach (AccountProbe account in problem.Accounts)
        {
            ReadOnlySpan<PendingFill> fills = proven.FillsOf(account, Plan);
            if (fills.Length > 0 && BrokenLimit(reference, models, account, fills) is { } broken)
                breaches.Add(new AccountBreach(account.Account.Subaccount.Id, broken));
        }

        return breaches.ToImmutable();
    }

    private Refusal? BrokenLimit(ReferenceData reference, MarginModelTable models, AccountProbe account, ReadOnlySpan<PendingFill> fills)
    {
        // What holds at every reachable state holds at the last one, so the second question is only needed when the first fails.
        Refusal? anyState = account.Evaluator!.Check(fills);
        if (anyState is null || problem.Request.Policy.FillStates == FillStatePolicy.Final)
            return anyState;
        models.TryFind(account.Account.Subaccount, out IMarginModel? model, out _);
        return problem.NewEvaluator(reference, model!, account.Account, FillStatePolicy.Final).Check(fills);
    }
}
