using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// Finds out what the limits beside margin cost a parent that stays short: it is decided again without each of them, with the work units
/// that are left. What margin costs, <see cref="ReliefFinder"/> asks the accounts.
/// </summary>
internal sealed class LimitReliefFinder(RouteProblem problem, ProvenSplit proven, RouteExplanation explanation)
{
    // Most limits that are looked at, and the least work units for one of them.
    private const int MostLimits = 4;
    private const int LeastUnits = 100;

    // What one of them may spend in any case; more only as far as all together spend what the decision itself did.
    private const int UsualUnits = 1_000;

    /// <summary>Work units spent.</summary>
    public int WorkUnitsUsed { get; private set; }

    /// <summary>The reliefs, in the order in which the limits are named; empty without a remainder.</summary>
    public ImmutableArray<LimitRelief> Find(ReferenceData reference, MarginModelTable models)
    {
        WorkUnitsUsed = 0;
        if (explanation.Blocking.IsEmpty || problem.Arrival is null)
            return [];
        RouteRequest request = problem.Request;
        List<(Refusal Limit, RouteRequest Request, ReferenceData Reference)> without = [];
        foreach (AccountBreach breach in explanation.Blocking)
        {
            bool isNew = without.TrueForAll(one => (one.Limit.Reason, one.Limit.Subject) != (breach.Limit.Reason, breach.Limit.Subject));
            if (isNew && without.Count < MostLimits && Without(breach.Limit, reference) is var (lifted, known) && lifted is not null)
                without.Add((breach.Limit, lifted, known));
        }

        int share = without.Count == 0 ? 0 : (request.WorkUnits - proven.WorkUnitsUsed) / without.Count;
        share = Math.Min(share, Math.Max(UsualUnits, proven.WorkUnitsUsed / Math.Max(1, without.Count)));
        if (share < LeastUnits + (4 * request.Accounts.Length))
            return [];
        return [.. without.Select(one => Relief(one.Limit, one.Request with { WorkUnits = share }, one.Reference, models))];
    }

    private LimitRelief Relief(Refusal limit, RouteRequest lifted, ReferenceData reference, MarginModelTable models)
    {
        RouteProblem other = RouteProblem.Prepare(new RouteWorkspace(reference, models), lifted);
        other.Parts.Blind.Run();
        ProvenSplit split = other.Parts.Proven;
        split.Find();
        WorkUnitsUsed += split.WorkUnitsUsed;
        for (int slot = 0; slot < other.Ladders.Length; slot++)
        {
            // What was read here belongs to the decision's slice, too.
            if (other.Ladders[slot] is { LevelsRead: > 0 } ladder)
                problem.Ladders[slot]?.NoteRead(ladder.LevelsRead);
        }

        decimal fair = problem.Request.Side.Sign() * other.Arrival!.Value * split.Plan.Filled * other.Product.LotSize;
        return new LimitRelief(
            limit.Reason,
            limit.Subject,
            new QuantityLots(Math.Max(0, split.Plan.Filled - proven.Plan.Filled)),
            other.BasisPoints(split.Plan.Cost - fair, split.Plan.Filled));
    }

    /// <summary>The request, and the instruments, without one limit; no request when it is not one that can be lifted.</summary>
    private (RouteRequest? Request, ReferenceData Reference) Without(Refusal limit, ReferenceData reference)
    {
        if (limit.Reason is RefusalReason.MinimumQuantity or RefusalReason.MinimumNotional)
            return (problem.Request, WithoutLeastSizes(reference, limit.Subject));
        if (limit.Reason == RefusalReason.VenueShare)
            return (WithVenues(venue => reference[venue.Venue].Name == limit.Subject ? venue with { Most = null } : venue), reference);
        if (limit.Reason == RefusalReason.VenueOrderRate)
            return (WithVenues(venue => reference[venue.Venue].Name == limit.Subject ? venue with { OrdersLeft = null } : venue), reference);
        return (Without(limit), reference);
    }

    private RouteRequest? Without(Refusal limit)
    {
        RouteRequest request = problem.Request;
        if (limit.Reason == RefusalReason.ExposureCap)
            return request with { Caps = request.Caps.RemoveAll(cap => $"{cap.Name} {cap.Asset.Code}" == limit.Subject) };
        if (limit.Reason == RefusalReason.MaximumChildren)
            return request with { Policy = request.Policy with { MaximumChildren = int.MaxValue } };
        if (limit.Reason == RefusalReason.MaximumMarginalCost)
            return request with { Policy = request.Policy with { MaximumMarginalCostBasisPoints = null } };
        if (limit.Reason == RefusalReason.MaximumBorrow)
            return request with { Accounts = [.. request.Accounts.Select(account => WithoutBorrowLimit(account, limit.Subject))] };
        return limit.Reason == RefusalReason.LimitPrice && request.LimitPrice is not null ? request with { LimitPrice = null } : null;
    }

    private RouteRequest WithVenues(Func<RouteVenue, RouteVenue> change) =>
        problem.Request with { Venues = [.. problem.Request.Venues.Select(change)] };

    private static RouteAccount WithoutBorrowLimit(RouteAccount account, string subject)
    {
        Subaccount subaccount = account.Subaccount;
        Subaccount lifted = subaccount with
        {
            Borrow = [.. subaccount.Borrow.Select(terms => $"{subaccount.Name} {terms.Asset.Code}" == subject ? terms with { Maximum = null } : terms)],
        };
        return account with { Subaccount = lifted, Account = account.Account is null ? null : account.Account with { Subaccount = lifted } };
    }

    private static ReferenceData WithoutLeastSizes(ReferenceData reference, string symbol) => new(
        reference.Venues,
        [
            .. reference.Instruments.Select(instrument => instrument.Symbol == symbol
                ? instrument with { MinimumQuantity = new QuantityLots(1), MinimumNotional = 0m }
                : instrument),
        ],
        reference.Products);
}
