using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>What a source wants changed, filled anew on each advance. One object is used again and again.</summary>
public sealed class BookChanges
{
    private readonly List<LevelChange> levels = [];
    private readonly List<PublicTrade> trades = [];

    /// <summary>True when the levels are the whole book and every other level disappears.</summary>
    public bool IsWholeBook { get; private set; }

    /// <summary>Changed levels in the order in which they apply.</summary>
    public IReadOnlyList<LevelChange> Levels => levels;

    /// <summary>Trades of other participants; their effect on the book is among the levels.</summary>
    public IReadOnlyList<PublicTrade> Trades => trades;

    /// <summary>Sets the absolute size at a price.</summary>
    public void Set(BookSide side, PriceTicks price, QuantityLots quantity) => levels.Add(new LevelChange(side, price, quantity));

    /// <summary>Adds a trade to the tape.</summary>
    public void Trade(PublicTrade trade) => trades.Add(trade);

    /// <summary>Says that what follows is the whole book; changes noted before are forgotten.</summary>
    public void BeginWholeBook()
    {
        levels.Clear();
        IsWholeBook = true;
    }

    /// <summary>Empties the object for its next use.</summary>
    public void Clear()
    {
        levels.Clear();
        trades.Clear();
        IsWholeBook = false;
    }
}
