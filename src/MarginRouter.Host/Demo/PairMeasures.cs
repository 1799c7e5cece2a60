using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Runtime;

namespace MarginRouter.Host.Demo;

/// <summary>
/// What deciding a pair's legs together was worth: the states that its first stage can pass through, the margin that the legs save each
/// other, and what a router would have done with each leg for itself. All of it is asked of the decision's own slice.
/// </summary>
internal sealed class PairMeasures
{
    private readonly ReferenceData reference;
    private readonly RouteOptimizer optimizer;
    private readonly MarginModelTable models;
    private readonly BasketDecision first;
    private readonly RouteAccount account;

    /// <summary>Measures an order whose legs share one account; throws <see cref="InvalidDataException"/> when there is no such.</summary>
    public PairMeasures(RouterConfiguration configuration, PairOutcome outcome)
    {
        if (outcome.Decisions.IsEmpty || outcome.Decisions[0].Slice.Accounts is not [{ Account: not null } only])
            throw new InvalidDataException("the pair was not decided on one account");
        (_, optimizer, LiveMarginTables tables) = EngineFactory.CreateWithTables(configuration);
        models = tables.Models;
        reference = configuration.Firm.Reference;
        first = outcome.Decisions[0];
        account = only;
        Alone = [.. Enumerable.Range(0, first.Legs.Length).Select(leg => Decide(leg, account))];
        PendingFill[][] whole = [.. Enumerable.Range(0, first.Legs.Length).Select(leg => Fills(Decide(leg, Unlimited()).Children))];
        SeparateMargin = whole.Sum(Added);
        JointMargin = Added([.. whole.SelectMany(leg => leg)]);
    }

    /// <summary>By leg: how a router that knows nothing of the other leg would have routed the whole quantity of it, within the same limits.</summary>
    public ImmutableArray<RouteDecision> Alone { get; }

    /// <summary>What each whole leg adds to the account's maintenance requirement by itself, summed; in the account's currency.</summary>
    public decimal SeparateMargin { get; }

    /// <summary>What both whole legs add together.</summary>
    public decimal JointMargin { get; }

    /// <summary>Base units of the leg that goes further alone without a hedge in the other one.</summary>
    public decimal UnhedgedAlone => Quantity(0) - Quantity(1);

    /// <summary>What a leg gets alone, in base units.</summary>
    public decimal Quantity(int leg) => reference[first.Slice.Legs[leg].Product].Quantity(Alone[leg].Planned);

    /// <summary>The limits that hold a leg back alone; what the leg itself does not want is none.</summary>
    public IEnumerable<Refusal> HeldBack(int leg) =>
        Alone[leg].Blocking.Select(breach => breach.Limit).Where(limit => limit.Reason != RefusalReason.InstrumentKindExcluded);

    /// <summary>The account after each subset of the legs that the first stage sends has filled whole: nothing first, everything last.</summary>
    public IEnumerable<PairState> States(IReadOnlyList<string> names)
    {
        int count = first.Legs.Length;
        for (int subset = 0; subset < 1 << count; subset++)
        {
            int[] legs = [.. Enumerable.Range(0, count).Where(leg => (subset & (1 << leg)) != 0)];
            PendingFill[] fills = [.. legs.SelectMany(leg => Fills(first.Legs[leg].Children))];
            yield return new PairState([.. legs.Select(leg => names[leg])], After(fills));
        }
    }

    private RouteDecision Decide(int leg, RouteAccount held)
    {
        LegQuestion asked = first.Slice.Legs[leg];
        return optimizer.Decide(new RouteRequest
        {
            Parent = asked.Parent,
            Attempt = asked.Attempt,
            Product = asked.Product,
            Side = asked.Side,
            Quantity = new QuantityLots(first.Slice.Blocks * asked.LotsPerBlock),
            LimitPrice = asked.LimitPrice,
            Books = asked.Books,
            Accounts = [held],
            Venues = asked.Venues,
            Caps = asked.Caps,
            Prices = first.Slice.Prices,
            Policy = first.Slice.Policy,
            WorkUnits = first.Slice.WorkUnits,
        });
    }

    /// <summary>The account with no limit of the desk's, for what the whole leg requires.</summary>
    private RouteAccount Unlimited() => account with { Subaccount = account.Subaccount with { UtilisationLimit = 1m } };

    private decimal Added(PendingFill[] fills) => (After(fills)?.MaintenanceMargin ?? 0m) - (After([])?.MaintenanceMargin ?? 0m);

    private MarginAssessment? After(PendingFill[] fills)
    {
        if (!models.TryFind(account.Subaccount, out IMarginModel? model, out Refusal? refusal) || model is null)
            throw new InvalidDataException($"no margin model: {refusal}");
        RoutePolicy policy = first.Slice.Policy;
        return new AccountEvaluator(reference, model, account.Account!, account.Pending, first.Slice.Prices, policy.FillStates, policy.Breach).After(fills);
    }

    private static PendingFill[] Fills(ImmutableArray<RouteChild> children) =>
        [.. children.Select(child => new PendingFill(child.Terms.Instrument, child.Terms.Side, child.Terms.Quantity, child.Terms.LimitPrice))];
}
