using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Pools;

namespace MarginRouter.Venues.Amm.Market;

/// <summary>A configured pool with its grid, its book, and the state of it that the newest block has left. The feed alone changes it.</summary>
internal sealed class PoolView
{
    private readonly PoolLadder ladder;

    public PoolView(AmmPoolOptions options, int levels, int bandBasisPoints)
    {
        Options = options;
        BaseIsToken0 = Abi.Address(options.Base.Address) < Abi.Address(options.Quote.Address);
        Grid = new PoolGrid(options.Instrument, options.Base.Decimals, options.Quote.Decimals);
        ladder = new PoolLadder(Grid, BaseIsToken0, levels, bandBasisPoints);
        Book = new OrderBook(options.Instrument.Id, Math.Max(16, levels));
    }

    /// <summary>The pool.</summary>
    public AmmPoolOptions Options { get; }

    /// <summary>True when the instrument's base is the pool's token 0: tokens stand in the order of their addresses.</summary>
    public bool BaseIsToken0 { get; }

    /// <summary>Its grid.</summary>
    public PoolGrid Grid { get; }

    /// <summary>Its curve as a book.</summary>
    public OrderBook Book { get; }

    /// <summary>Its state; null while that is not known.</summary>
    public IPool? Pool { get; set; }

    /// <summary>True when the price has come so close to the end of the ticks that were read that they should be read around it again.</summary>
    public bool IsNearTheEdge
    {
        get
        {
            if (Pool is not ConcentratedPool { Ticks: var ticks, Price: var price })
                return false;
            int word = TickMap.WordOf(price.Tick, ticks.Spacing);
            int least = Options.TickWords / 2;
            return (word - ticks.FirstWord < least && ticks.FirstWord > TickMap.WordOf(TickMath.MinimumTick, ticks.Spacing))
                || (ticks.LastWord - word < least && ticks.LastWord < TickMap.WordOf(TickMath.MaximumTick, ticks.Spacing));
        }
    }

    /// <summary>Shows the state in the book, as of a block.</summary>
    public void Show(ChainHead head)
    {
        if (Pool is null)
            throw new InvalidOperationException($"{Options.Instrument.Symbol} has no state to show");
        Book.BeginSnapshot();
        ladder.Write(Pool, Book);
        Book.Commit(head.Number, head.Time);
    }
}
