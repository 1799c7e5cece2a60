using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Feeds;

/// <summary>One absolute size at one price, as it stands in a message; size zero deletes.</summary>
/// <param name="Side">Bid or ask.</param>
/// <param name="Price">Price text.</param>
/// <param name="Quantity">Size text.</param>
/// <param name="Sequence">Sequence of this one change, where a venue numbers changes within a message; otherwise 0.</param>
internal readonly record struct LevelChange(BookSide Side, DecimalText Price, DecimalText Quantity, long Sequence = 0);
