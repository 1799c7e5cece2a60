using MarginRouter.Core.Instruments;

namespace MarginRouter.Gateway.MarketData;

/// <summary>An entry of a market data message.</summary>
/// <param name="Action">MDUpdateAction(279).</param>
/// <param name="Side">MDEntryType(269).</param>
/// <param name="Instrument">Whose level.</param>
/// <param name="Price">MDEntryPx(270).</param>
/// <param name="Quantity">MDEntrySize(271); null when the level is gone.</param>
internal readonly record struct DepthEntry(char Action, char Side, InstrumentId Instrument, decimal Price, decimal? Quantity)
{
    public const char Bid = '0';
    public const char Offer = '1';
    public const char New = '0';
    public const char Change = '1';
    public const char Delete = '2';
}
