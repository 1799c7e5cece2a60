using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>A child with what the engine needs beside its own state.</summary>
internal sealed class ChildRecord(ChildOrder order, ParentOrder parent, decimal conversionRate, long productLotsPerLot)
{
    private readonly HashSet<string> tradeIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChildTrade> booked = new(StringComparer.Ordinal);
    private readonly List<ChildTrade> trades = [];

    public ChildOrder Order { get; } = order;

    public ParentOrder Parent { get; } = parent;

    /// <summary>Pricing asset per quote asset, fixed by the decision so that a recovery without market data gives the same reports.</summary>
    public decimal ConversionRate { get; } = conversionRate;

    public long ProductLotsPerLot { get; } = productLotsPerLot;

    /// <summary>Total filled as stated by the venue when it ended the child; fills up to it may still be on their way.</summary>
    public QuantityLots? EndedCumulative { get; set; }

    /// <summary>Filled quantity booked from a status answer whose executions have not been seen one by one.</summary>
    public QuantityLots Inferred { get; set; }

    /// <summary>Venue time up to which a status answer told the total: a later execution is news, an earlier one may be booked already.</summary>
    public Instant InferredThrough { get; set; }

    /// <summary>Sum of price times lots of all fills, in the quote asset.</summary>
    public decimal FilledNotional { get; set; }

    /// <summary>Sum of fees of all fills.</summary>
    public decimal FilledFee { get; set; }

    /// <summary>Every trade that was booked, also those taken back, in order.</summary>
    public IReadOnlyList<ChildTrade> Trades => trades;

    /// <summary>The trade that the venue calls by an id, as it stands now; null when none was booked under it.</summary>
    public ChildTrade? Trade(string tradeId) => booked.GetValueOrDefault(tradeId);

    /// <summary>Keeps a booked trade under the venue's id.</summary>
    public void Keep(string tradeId, ChildTrade trade)
    {
        booked[tradeId] = trade;
        trades.Add(trade);
    }

    /// <summary>Notes a trade id; false when it is known already.</summary>
    public bool Note(string tradeId) => tradeIds.Add(tradeId);
}
