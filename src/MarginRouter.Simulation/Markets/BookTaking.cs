using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Markets;

/// <summary>What an order took from the book. Filled while it is matched.</summary>
internal sealed class BookTaking(QuantityLots wanted)
{
    /// <summary>What it still wants.</summary>
    public QuantityLots Wanted { get; private set; } = wanted;

    /// <summary>What it took, best price first, at one price in the order of time.</summary>
    public List<BookTake> Takes { get; } = [];

    /// <summary>Resting orders of its own account that ended because it would have traded with them.</summary>
    public List<long> Withdrawn { get; } = [];

    /// <summary>True when it ends because it would have traded with its own account.</summary>
    public bool IsStopped { get; set; }

    /// <summary>True when there is nothing more to do.</summary>
    public bool IsOver => IsStopped || Wanted.IsZero;

    /// <summary>Takes at most so much; returns what was taken.</summary>
    public QuantityLots Take(PriceTicks price, QuantityLots offered, long? resting)
    {
        QuantityLots taken = offered < Wanted ? offered : Wanted;
        if (!taken.IsZero)
            Takes.Add(new BookTake(price, taken, resting));
        Wanted -= taken;
        return taken;
    }
}
