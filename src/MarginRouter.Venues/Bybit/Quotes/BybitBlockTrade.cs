using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>A block trade of the stream <c>rfq.open.trades</c> or of <c>/v5/rfq/trade-list</c>: what became of a quote that was taken.</summary>
/// <param name="RequestId">rfqId.</param>
/// <param name="QuoteId">quoteId.</param>
/// <param name="Status">status: Filled or Failed.</param>
/// <param name="Legs">Its legs.</param>
/// <param name="UpdatedAt">Venue time of its last change.</param>
internal sealed record BybitBlockTrade(string RequestId, string QuoteId, string Status, IReadOnlyList<BybitTradeLeg> Legs, Instant UpdatedAt)
{
    /// <summary>True when it settled.</summary>
    public bool IsFilled => Status == "Filled";

    /// <summary>True when nothing of it happens.</summary>
    public bool IsFailed => Status is "Failed" or "Rejected" or "Canceled" or "Expired";

    /// <summary>Reads one; throws <see cref="VenueProtocolException"/> when it names no request, quote, status or time.</summary>
    public static BybitBlockTrade Read(JsonElement trade) => new(
        JsonFigure.Text(trade, "rfqId"),
        JsonFigure.Text(trade, "quoteId"),
        JsonFigure.Text(trade, "status"),
        [.. JsonFigure.List(trade, "legs").Select(BybitTradeLeg.Read)],
        JsonFigure.Milliseconds(trade, "updatedAt"));

    /// <summary>Why it failed: code and words of the leg that somebody refused, else of the first that did not succeed.</summary>
    public (string Code, string Words) Failure()
    {
        BybitTradeLeg? cause = null;
        foreach (BybitTradeLeg leg in Legs)
        {
            if (leg.RejectParty.Length > 0 || (cause is null && leg.ResultCode is not ("" or "0")))
                cause = leg;
        }

        if (cause is not { } found)
            return (Status, Status);
        string words = found.ResultMessage.Length > 0 ? found.ResultMessage : Status;
        return (found.ResultCode, found.RejectParty.Length > 0 ? $"{words} ({found.RejectParty})" : words);
    }
}
