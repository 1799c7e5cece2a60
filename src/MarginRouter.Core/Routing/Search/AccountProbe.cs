using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>One subaccount during a search: its evaluator, and the counting of what it is asked.</summary>
internal sealed class AccountProbe(RouteQuestion question)
{
    /// <summary>Name of the moves of the mark that an account must survive.</summary>
    public const string LiquidationMove = "a move by the least liquidation distance";

    private readonly List<int> slots = [];
    private RouteAccount account = null!;
    private AccountEvaluator? evaluator;
    private Refusal? unusable;
    private Subaccount? slotsOf;
    private (Subaccount? Of, int Version, IMarginModel? Model) found;
    private AccountMargin? idle;
    private (PendingFill Fill, AccountMargin? Margin) single;
    private PendingFill? passed;
    private bool? canDescribe;

    /// <summary>Begins a decision.</summary>
    /// <param name="product">What is traded.</param>
    /// <param name="stated">The account as the request states it.</param>
    /// <param name="limits">Its limits; null when there is no statement or no rule set to evaluate.</param>
    /// <param name="why">Why no child may go there at all; null when the limits decide.</param>
    public void Open(Product product, RouteAccount stated, AccountEvaluator? limits, Refusal? why)
    {
        if (!ReferenceEquals(account, stated) || !ReferenceEquals(evaluator, limits) || limits is not { IsSettled: true })
        {
            idle = null;
            single = default;
            passed = null;
        }

        account = stated;
        evaluator = limits;
        unusable = why;
        canDescribe = null;
        Candidates.Clear();
        if (!ReferenceEquals(slotsOf, stated.Subaccount))
            FindSlots(product, stated.Subaccount);
    }

    /// <summary>Begins a decision in which only levels of books differ from the one before.</summary>
    public void Reopen() => canDescribe = null;

    /// <summary>The account as the request states it.</summary>
    public RouteAccount Account => account;

    /// <summary>Places in the product of the instruments that it may trade, in rising order.</summary>
    public IReadOnlyList<int> Slots => slots;

    /// <summary>The limits; null when there is no statement or no rule set to evaluate.</summary>
    public AccountEvaluator? Evaluator => evaluator;

    /// <summary>Why no child may go there at all; null when the limits decide.</summary>
    public Refusal? Unusable => unusable;

    /// <summary>Its candidates that can be used, in the product's order of instruments.</summary>
    public List<Candidate> Candidates { get; } = [];

    /// <summary>True when it can trade several instruments: what it takes on one changes what it may take on another.</summary>
    public bool IsShared => Candidates.Count > 1;

    /// <summary>True when the account states all its limits as sums of straight lines.</summary>
    public bool CanDescribe => canDescribe ??= FindWhetherDescribed();

    /// <summary>Asks how much a candidate may take beside its account's other children; false when the work units are used up.</summary>
    public bool TryHeadRoom(Candidate candidate, PriceTicks price, ReadOnlySpan<PendingFill> others, out long lots)
    {
        lots = 0;
        if (!question.Budget.TrySpend())
            return false;
        long most = question.Wanted / candidate.Ladder!.ProductLots;
        if (most == 0)
            return true;
        PendingFill wanted = candidate.Fill(question.Side, most, price);
        bool repeats = others.IsEmpty && evaluator!.IsSettled;
        if (repeats && candidate.TryRecall(evaluator!, wanted, out lots))
            return true;
        lots = HeadRoom(wanted, others, out _).Value;
        if (repeats)
            candidate.Remember(evaluator!, wanted, lots);
        return true;
    }

    /// <summary>The first limit that these children break at a reachable state; null when there is none.</summary>
    public Refusal? Check(ReadOnlySpan<PendingFill> children)
    {
        // A parent that is decided again on a tick elsewhere asks the same again.
        if (passed is { } known && children.Length == 1 && children[0] == known)
            return null;
        Refusal? refusal = Named(evaluator!.Check(children));
        if (refusal is null && children.Length == 1 && evaluator.IsSettled)
            passed = children[0];
        return refusal;
    }

    /// <summary>The largest size of a child that every limit allows beside others, and what stops one lot more.</summary>
    public QuantityLots HeadRoom(PendingFill atMost, ReadOnlySpan<PendingFill> others, out Refusal? blocking)
    {
        QuantityLots room = evaluator!.HeadRoom(atMost, others, out blocking);
        blocking = Named(blocking);
        return room;
    }

    /// <summary>The model of an account's rule set, looked up again only when either has changed; null with the reason when there is none.</summary>
    public IMarginModel? Model(MarginModelTable models, Subaccount subaccount, out Refusal? unknown)
    {
        unknown = null;
        if (ReferenceEquals(found.Of, subaccount) && found.Version == models.Version)
            return found.Model;
        if (!models.TryFind(subaccount, out IMarginModel? model, out unknown))
            return null;
        found = (subaccount, models.Version, model);
        return model;
    }

    /// <summary>Its margin around a decision that gives it these children.</summary>
    public AccountMargin Margin(ReadOnlySpan<PendingFill> fills)
    {
        if (fills.IsEmpty)
            return idle ??= Describe(fills);
        if (fills.Length > 1)
            return Describe(fills);
        if (single.Margin is null || single.Fill != fills[0])
            single = (fills[0], Describe(fills));
        return single.Margin;
    }

    private AccountMargin Describe(ReadOnlySpan<PendingFill> fills) => new(
        account.Subaccount.Id,
        account.Account?.Version ?? 0,
        evaluator?.Before,
        evaluator?.After(fills),
        evaluator?.WorstUtilisation(fills),
        account.Subaccount.UtilisationLimit,
        evaluator is null ? unusable : evaluator.MarginUnknown)
    {
        ErrorBand = account.Subaccount.ErrorBand,
        ReduceOnly = account.Account?.ReduceOnly,
    };

    private void FindSlots(Product product, Subaccount subaccount)
    {
        slotsOf = subaccount;
        slots.Clear();
        for (int slot = 0; slot < product.Instruments.Length; slot++)
        {
            if (subaccount.Instruments.Contains(product.Instruments[slot]))
                slots.Add(slot);
        }
    }

    private bool FindWhetherDescribed()
    {
        List<PendingFill> fills = [];
        foreach (Candidate candidate in Candidates)
        {
            if (candidate.Ladder!.HasLevel(0))
                fills.Add(candidate.Fill(question.Side, 1, candidate.Ladder.BestPrice));
        }

        return fills.Count > 0 && evaluator!.TryDescribe([.. fills], []);
    }

    /// <summary>A limit under the moves that stand for the least liquidation distance is reported by that name and figure.</summary>
    private Refusal? Named(Refusal? refusal) =>
        refusal?.Reason == RefusalReason.StressUtilisation && refusal.Subject.EndsWith(LiquidationMove, StringComparison.Ordinal)
            ? refusal with { Reason = RefusalReason.LiquidationDistance, Threshold = account.Subaccount.MinimumLiquidationDistance }
            : refusal;
}
