using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>One absolute size at one price, as it stands in a message; size zero deletes.</summary>
/// <param name="Side">Bid or ask.</param>
/// <param name="Price">Price text.</param>
/// <param name="Quantity">Size text.</param>
internal readonly record struct KrakenLevel(BookSide Side, DecimalText Price, DecimalText Quantity);
