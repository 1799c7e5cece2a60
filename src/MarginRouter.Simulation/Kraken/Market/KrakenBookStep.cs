using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>One step of a market's book.</summary>
/// <param name="Book">The book after it, deep enough for every feed.</param>
/// <param name="OnlyIn">
/// After a lost tick: the levels of the present one, so that the loss stays lost and subscribers find it by their checksum. Null
/// when nothing was lost.
/// </param>
internal sealed record KrakenBookStep(BookCopy Book, IReadOnlySet<(BookSide Side, PriceTicks Price)>? OnlyIn);
