using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Ledger;

/// <summary>What makes a fill the same fill.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Child">The child; a fill learnt from a status answer has an id of ours that is unique within its child only.</param>
/// <param name="VenueTradeId">The venue's id, unique per instrument.</param>
internal readonly record struct TradeKey(InstrumentId Instrument, ChildOrderId Child, string VenueTradeId);
