using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>The new absolute size at a price.</summary>
internal readonly record struct DepthLevel(BookSide Side, DecimalText Price, DecimalText Quantity);
