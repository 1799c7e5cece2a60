using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>A signed request that is ready to be written.</summary>
/// <param name="Id">Its id on this connection.</param>
/// <param name="Message">Its bytes.</param>
/// <param name="LatestArrival">After this time, by our clock, the venue refuses it or has taken it: it is not under way any more.</param>
internal sealed record ApiRequest(long Id, ReadOnlyMemory<byte> Message, Instant LatestArrival);
