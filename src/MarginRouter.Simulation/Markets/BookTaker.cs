using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>An order as it meets the book.</summary>
/// <param name="Owner">Name of its account.</param>
/// <param name="Side">Its direction.</param>
/// <param name="Limit">Its worst price.</param>
/// <param name="SelfMatch">What it does to resting orders of its own account.</param>
internal sealed record BookTaker(string Owner, Side Side, PriceTicks Limit, SelfMatchPrevention SelfMatch)
{
    /// <summary>The side of the book from which it takes.</summary>
    public BookSide Opposite => Side == Side.Buy ? BookSide.Ask : BookSide.Bid;

    /// <summary>True when it may trade at a price of that side.</summary>
    public bool Reaches(PriceTicks price) => Side == Side.Buy ? price <= Limit : price >= Limit;
}
