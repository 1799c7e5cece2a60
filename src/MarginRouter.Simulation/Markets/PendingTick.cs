using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>Collects the changes of one market between two ticks: each level once, with its last size.</summary>
internal sealed class PendingTick
{
    private readonly SortedDictionary<long, long> bids = new(Comparer<long>.Create((left, right) => right.CompareTo(left)));
    private readonly SortedDictionary<long, long> asks = [];
    private readonly ImmutableArray<PublicTrade>.Builder trades = ImmutableArray.CreateBuilder<PublicTrade>();

    public bool IsEmpty => bids.Count == 0 && asks.Count == 0 && trades.Count == 0;

    public void Set(BookSide side, PriceTicks price, QuantityLots quantity) =>
        (side == BookSide.Bid ? bids : asks)[price.Value] = quantity.Value;

    public void Trade(PublicTrade trade) => trades.Add(trade);

    public ImmutableArray<LevelChange> DrainLevels()
    {
        ImmutableArray<LevelChange>.Builder levels = ImmutableArray.CreateBuilder<LevelChange>(bids.Count + asks.Count);
        foreach ((long price, long quantity) in bids)
            levels.Add(new LevelChange(BookSide.Bid, new PriceTicks(price), new QuantityLots(quantity)));
        foreach ((long price, long quantity) in asks)
            levels.Add(new LevelChange(BookSide.Ask, new PriceTicks(price), new QuantityLots(quantity)));
        bids.Clear();
        asks.Clear();
        return levels.MoveToImmutable();
    }

    public ImmutableArray<PublicTrade> DrainTrades()
    {
        ImmutableArray<PublicTrade> drained = trades.ToImmutable();
        trades.Clear();
        return drained;
    }
}
