using MarginRouter.Core.Orders;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>
/// The children that took quotes. A settled block trade says which execution is whose, the execution says when it was and what it cost; they come
/// in either order, and the fill leaves when both are here. Bounded by the children there are and by <see cref="LooseExecutions"/>.
/// </summary>
internal sealed class BybitTakenQuotes
{
    private const int LooseExecutions = 256;
    private readonly Lock gate = new();
    private readonly Dictionary<string, ChildOrderTerms> byQuote = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildOrderTerms> awaited = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OwnExecution> loose = new(StringComparer.Ordinal);
    private readonly Queue<string> looseOrder = new();

    /// <summary>A child is about to take a quote.</summary>
    public void Add(string quoteId, ChildOrderTerms terms)
    {
        lock (gate)
            byQuote[quoteId] = terms;
    }

    /// <summary>The child of a quote whose outcome is final now; null when it is none of ours, or was told before.</summary>
    public ChildOrderTerms? Finish(string quoteId)
    {
        lock (gate)
            return byQuote.Remove(quoteId, out ChildOrderTerms? terms) ? terms : null;
    }

    /// <summary>The execution of a settled leg when it has come; else it is waited for.</summary>
    public OwnExecution? Settle(ChildOrderTerms terms, string executionId)
    {
        lock (gate)
        {
            if (loose.Remove(executionId, out OwnExecution? execution))
                return execution;
            awaited[executionId] = terms;
            return null;
        }
    }

    /// <summary>The child of an execution when its block trade has come; else it is kept, and the oldest kept one makes way: a question finds it.</summary>
    public ChildOrderTerms? Executed(OwnExecution execution)
    {
        lock (gate)
        {
            if (awaited.Remove(execution.TradeId, out ChildOrderTerms? terms))
                return terms;
            if (loose.TryAdd(execution.TradeId, execution))
                looseOrder.Enqueue(execution.TradeId);
            while (looseOrder.Count > LooseExecutions)
                loose.Remove(looseOrder.Dequeue());
            return null;
        }
    }
}
