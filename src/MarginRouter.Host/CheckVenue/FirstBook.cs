using MarginRouter.Core.MarketData;

namespace MarginRouter.Host.CheckVenue;

/// <summary>The first live book of an instrument as it came.</summary>
/// <param name="Bid">Best bid in ticks and lots.</param>
/// <param name="Ask">Best ask in ticks and lots.</param>
/// <param name="BidLevels">Number of bid levels.</param>
/// <param name="AskLevels">Number of ask levels.</param>
internal sealed record FirstBook(BookLevel Bid, BookLevel Ask, int BidLevels, int AskLevels);
