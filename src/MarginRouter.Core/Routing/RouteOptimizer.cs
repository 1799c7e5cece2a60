using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing.Search;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Routing;

/// <summary>
/// Splits a parent over (subaccount x instrument): the greatest fill that every account's limits allow, at the least all-in cost, with
/// the reason for each candidate that was not taken. Pure: the same request gives the same decision, and a decision's own slice gives it
/// again. A decision leaves only when every account has agreed to exactly its children; otherwise it throws
/// <see cref="InvalidOperationException"/>.
/// </summary>
public sealed class RouteOptimizer(ReferenceData reference, MarginModelTable models)
{
    private RouteWorkspace workspace = new(reference, models);

    // What a suggestion tries beside the decision: made when one is asked for.
    private RouteWorkspace? trials;

    // The last split, while it waits to be explained.
    private (RouteProblem Problem, ImmutableArray<ChildOrderTerms> Children)? split;

    /// <summary>The margin models that it decides by.</summary>
    internal MarginModelTable Models => models;

    /// <summary>Decides; throws <see cref="ArgumentException"/> when the request's quantity, limit price, collar or maximum of children is not positive.</summary>
    public RouteDecision Decide(RouteRequest request)
    {
        Split(request);
        return Explain();
    }

    /// <summary>The first half of <see cref="Decide"/>: what is sent, proven. Throws likewise.</summary>
    internal RouteSplit Split(RouteRequest request)
    {
        split = null;
        Validate(request);
        RouteProblem problem = RouteProblem.Prepare(workspace, request);
        problem.Parts.Blind.Run();
        ProvenSplit proven = problem.Parts.Proven;
        proven.Find();
        ImmutableArray<ChildOrderTerms> children = Terms(problem, proven);
        split = (problem, children);
        QuantityLots planned = new(proven.Plan.Filled);
        return new RouteSplit(request.Attempt, children, planned, request.Quantity - planned, problem.Arrival, request.Prices);
    }

    /// <summary>
    /// The second half: the same split with its costs, margins and reasons. It rests on the request alone; throws
    /// <see cref="InvalidOperationException"/> where no split waits for it.
    /// </summary>
    internal RouteDecision Explain()
    {
        if (split is not { } waiting)
            throw new InvalidOperationException("no split waits to be explained");
        split = null;
        RouteProblem problem = waiting.Problem;
        RouteRequest request = problem.Request;
        SearchParts parts = problem.Parts;
        ProvenSplit proven = parts.Proven;
        RouteExplanation explanation = parts.Explanation;
        explanation.Describe();
        ImmutableArray<RouteChild> children = Children(problem, proven, waiting.Children);
        CandidateCost cost = default;
        foreach (RouteChild child in children)
            cost += child.Cost;
        BlindSweep sweep = parts.Blind.Describe(reference, models, proven);
        ImmutableArray<LimitRelief> limitReliefs = parts.Lifted.Find(reference, models);
        TransferAdvice? transfers = request.Transfers is null
            ? null
            : new TransferAdvisor(problem, proven, explanation, trials ??= new RouteWorkspace(reference, models)).Advise();
        return new RouteDecision
        {
            Children = children,
            Planned = new QuantityLots(proven.Plan.Filled),
            Remainder = request.Quantity - new QuantityLots(proven.Plan.Filled),
            ArrivalPrice = problem.Arrival,
            Cost = cost,
            CostBasisPoints = problem.BasisPoints(cost.Total, proven.Plan.Filled),
            LowerBound = cost.Objective - (proven.Plan.Cost - proven.Bound),
            GapBasisPoints = problem.BasisPoints(proven.Plan.Cost - proven.Bound, proven.Plan.Filled),
            Rejected = explanation.Rejected,
            Margins = Margins(problem, proven),
            Blocking = explanation.Blocking,
            Reliefs = parts.Relief.Find(reference, models),
            Blind = sweep,
            LimitReliefs = limitReliefs,
            Transfers = transfers,
            WorkUnitsUsed = proven.WorkUnitsUsed + parts.Lifted.WorkUnitsUsed,
            Slice = Slice(problem),
        };
    }

    /// <summary>Drops everything that was kept from earlier decisions: an instrument has changed.</summary>
    internal void Forget()
    {
        if (split is not null)
            throw new InvalidOperationException("a split waits to be explained");
        workspace = new RouteWorkspace(reference, models);
        trials = null;
    }

    /// <summary>
    /// Works out beforehand what a decision like the last one asks of accounts that have changed since. No decision depends on whether this
    /// was called.
    /// </summary>
    internal void Prepare(RouteRequest last, ImmutableArray<RouteAccount> accounts) => workspace.Problem(last.Product, 0).PrepareAccounts(last, accounts);

    private static void Validate(RouteRequest request)
    {
        Require(!request.Quantity.IsZero, "quantity");
        Require(request.LimitPrice is null or > 0, "limit price");
        Require(request.Policy.CollarBasisPoints > 0, "collar");
        Require(request.Policy.MaximumChildren > 0, "maximum of children");
        Require(request.Policy.MaximumMarginalCostBasisPoints is null or > 0, "maximum marginal cost");
        foreach (RouteQuote quote in request.Quotes)
        {
            FirmQuote firm = quote.Quote;
            if (firm.Side != request.Side || firm.Price.Value <= 0 || firm.MinimumQuantity.IsZero || firm.MinimumQuantity > firm.Quantity)
                throw new ArgumentException($"quote {firm.QuoteId} is not one of this side with a positive price and a size of at least its minimum");
        }

        Require(request.Policy.FillToleranceBasisPoints >= 0 && request.Policy.HoldingMilliseconds >= 0, "fill tolerance or holding time (or zero)");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new ArgumentException($"the {what} of a route request must be positive");
    }

    /// <summary>The children, by instrument and then by account; within an instrument the earlier child is meant to take the better levels.</summary>
    internal static ImmutableArray<RouteChild> Children(RouteProblem problem, ProvenSplit proven) =>
        Children(problem, proven, Terms(problem, proven));

    private static ImmutableArray<ChildOrderTerms> Terms(RouteProblem problem, ProvenSplit proven)
    {
        var children = ImmutableArray.CreateBuilder<ChildOrderTerms>(proven.Plan.Children);
        for (int slot = 0; slot < problem.Ladders.Length; slot++)
        {
            if (proven.Plan.Totals[slot] == 0)
                continue;
            foreach (Candidate candidate in problem.Candidates)
            {
                if (candidate.Slot == slot && proven.Plan.Taken[candidate.Index] > 0)
                    children.Add(Terms(problem, proven, candidate, children.Count));
            }
        }

        return children.MoveToImmutable();
    }

    private static ChildOrderTerms Terms(RouteProblem problem, ProvenSplit proven, Candidate candidate, int leg)
    {
        RouteRequest request = problem.Request;
        TakerLadder ladder = candidate.Ladder!;
        return new ChildOrderTerms(
            new ChildOrderId(request.Parent, request.Attempt, leg),
            candidate.Account.Account.Subaccount.Id,
            candidate.Instrument,
            request.Side,
            new QuantityLots(proven.Plan.Taken[candidate.Index]),
            ladder.Price(ladder.LevelOf(proven.Plan.Totals[candidate.Slot])),
            candidate.Account.Evaluator!.MustReduceOnly(candidate.Instrument))
        {
            Quote = ChildQuoteOf(ladder.Quote),
        };
    }

    /// <summary>The quote as a child or a candidate names it; null for none.</summary>
    internal static ChildQuote? ChildQuoteOf(FirmQuote? quote) =>
        quote is null ? null : new ChildQuote(quote.Request, quote.QuoteId, quote.Maker, quote.ValidUntil, quote.IsAllOrNothing);

    private static ImmutableArray<RouteChild> Children(RouteProblem problem, ProvenSplit proven, ImmutableArray<ChildOrderTerms> terms)
    {
        var children = ImmutableArray.CreateBuilder<RouteChild>(terms.Length);
        for (int slot = 0; slot < problem.Ladders.Length; slot++)
        {
            long from = 0;
            foreach (Candidate candidate in problem.Candidates)
            {
                long lots = proven.Plan.Taken[candidate.Index];
                if (candidate.Slot != slot || lots == 0)
                    continue;
                children.Add(Child(problem, candidate, from, terms[children.Count]));
                from += lots;
            }
        }

        return children.MoveToImmutable();
    }

    private static RouteChild Child(RouteProblem problem, Candidate candidate, long from, ChildOrderTerms terms)
    {
        TakerLadder ladder = candidate.Ladder!;
        long lots = terms.Quantity.Value;
        CandidateCost cost = problem.CostOf(candidate.Slot, from, from + lots) + candidate.ExtraCost(lots);
        long productLots = lots * ladder.ProductLots;
        decimal average = problem.NotionalOf(candidate.Slot, from, from + lots) / (lots * ladder.Instrument.BasePerLot);
        return new RouteChild(terms, new QuantityLots(productLots), cost, problem.BasisPoints(cost.Total, productLots)!.Value, average);
    }

    private static ImmutableArray<AccountMargin> Margins(RouteProblem problem, ProvenSplit proven)
    {
        var margins = ImmutableArray.CreateBuilder<AccountMargin>(problem.Accounts.Count);
        foreach (AccountProbe probe in problem.Accounts)
            margins.Add(probe.Margin(proven.FillsOf(probe, proven.Plan)));

        return margins.MoveToImmutable();
    }

    private static RouteRequest Slice(RouteProblem problem)
    {
        RouteRequest request = problem.Request;
        var books = ImmutableArray.CreateBuilder<RouteBook>(request.Books.Length);
        for (int place = 0; place < request.Books.Length; place++)
            books.Add(problem.Used(place));
        return request with { Books = books.MoveToImmutable() };
    }
}
