using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Trades;

/// <summary>Every trade that a desk was told of in this journal, in order. A restart rebuilds it with the orders.</summary>
internal sealed class TradeRegister
{
    /// <summary>Most trades of a page.</summary>
    public const int PageTrades = 500;

    /// <summary>Most trades that one question looks at, so that it costs the engine a bounded time; a page may then hold fewer, or none.</summary>
    public const int LookedAt = 10_000;

    private readonly Dictionary<string, List<ReportParent>> byDesk = new(StringComparer.Ordinal);

    /// <summary>Notes a trade.</summary>
    public void Add(ReportParent trade)
    {
        if (!byDesk.TryGetValue(trade.Desk, out List<ReportParent>? trades))
            byDesk.Add(trade.Desk, trades = []);
        trades.Add(trade);
    }

    /// <summary>The trades that meet a filter.</summary>
    /// <param name="desk">Whose.</param>
    /// <param name="filter">Which; its ClOrdID has been turned into a parent where it is one's.</param>
    /// <param name="parent">The parent meant, when one is.</param>
    public TradePage Find(string desk, TradeFilter filter, ParentOrderId? parent)
    {
        if (!byDesk.TryGetValue(desk, out List<ReportParent>? trades))
            return new TradePage([], null);
        ImmutableArray<ReportParent>.Builder found = ImmutableArray.CreateBuilder<ReportParent>();
        int first = Math.Max(
            FirstIndex(trades, trade => trade.ReportNumber > filter.After),
            filter.Since is Instant since ? FirstIndex(trades, trade => trade.At >= since) : 0);
        for (int i = first; i < trades.Count; i++)
        {
            if (filter.Until is Instant until && trades[i].At >= until)
                return new TradePage(found.ToImmutable(), null);
            if (found.Count == PageTrades || i - first == LookedAt)
                return new TradePage(found.ToImmutable(), trades[i - 1].ReportNumber);
            if (Matches(trades[i], filter, parent))
                found.Add(trades[i]);
        }

        return new TradePage(found.ToImmutable(), null);
    }

    private static bool Matches(ReportParent trade, TradeFilter filter, ParentOrderId? parent) =>
        (filter.Report is null || trade.ReportNumber == filter.Report)
        && (parent is null || trade.Parent == parent)
        && (filter.ClientOrderId is null || trade.ClientOrderId == filter.ClientOrderId)
        && (filter.Symbol is null || trade.Symbol == filter.Symbol)
        && (filter.Side is null || trade.Side == filter.Side)
        && (filter.Accounts.IsEmpty || filter.Accounts.Contains(trade.Subaccount!));

    /// <summary>Trades are in order of number and of time.</summary>
    private static int FirstIndex(List<ReportParent> trades, Func<ReportParent, bool> holds)
    {
        int low = 0;
        int high = trades.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (holds(trades[middle]))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
