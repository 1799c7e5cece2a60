using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>One subaccount during a search: its evaluator, and the counting of what it is asked.</summary>
internal sealed class AccountProbe(RouteAccount account, AccountEvaluator? evaluator, Refusal? unusable, RouteQuestion question)
{
    /// <summary>The account as the request states it.</summary>
    public RouteAccount Account => account;

    /// <summary>The limits; null when there is no statement or no rule set to evaluate.</summary>
    public AccountEvaluator? Evaluator => evaluator;

    /// <summary>Why no child may go there at all; null when the limits decide.</summary>
    public Refusal? Unusable => unusable;

    /// <summary>Its candidates that can be used, in the product's order of instruments.</summary>
    public List<Candidate> Candidates { get; } = [];

    /// <summary>True when it can trade several instruments: what it takes on one changes what it may take on another.</summary>
    public bool IsShared => Candidates.Count > 1;

    /// <summary>Asks how much a candidate may take beside its account's other children; false when the work units are used up.</summary>
    public bool TryHeadRoom(Candidate candidate, PriceTicks price, ReadOnlySpan<PendingFill> others, out long lots)
    {
        lots = 0;
        if (!question.Budget.TrySpend())
            return false;
        long most = question.Wanted / candidate.Ladder!.ProductLots;
        lots = most == 0 ? 0 : evaluator!.HeadRoom(candidate.Fill(question.Side, most, price), others, out _).Value;
        return true;
    }
}
