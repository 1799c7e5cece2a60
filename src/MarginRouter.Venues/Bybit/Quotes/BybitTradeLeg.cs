using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>One leg of a block trade. Its time and the asset of its fee stand in the execution of the same id.</summary>
/// <param name="Symbol">symbol.</param>
/// <param name="Price">price; null when there is none.</param>
/// <param name="Quantity">qty; null when there is none.</param>
/// <param name="OrderId">orderId, by which its executions are listed.</param>
/// <param name="ExecutionId">execId; empty when nothing was executed.</param>
/// <param name="ResultCode">resultCode; 0 for success.</param>
/// <param name="ResultMessage">resultMessage.</param>
/// <param name="RejectParty">rejectParty: taker, maker or bybit; empty for success.</param>
internal readonly record struct BybitTradeLeg(
    string Symbol, decimal? Price, decimal? Quantity, string OrderId, string ExecutionId, string ResultCode, string ResultMessage, string RejectParty)
{
    /// <summary>Reads one.</summary>
    public static BybitTradeLeg Read(JsonElement leg) => new(
        JsonFigure.Text(leg, "symbol"),
        JsonFigure.Read(leg, "price"),
        JsonFigure.Read(leg, "qty"),
        JsonFigure.TextOrEmpty(leg, "orderId"),
        JsonFigure.TextOrEmpty(leg, "execId"),
        JsonFigure.TextOrEmpty(leg, "resultCode"),
        JsonFigure.TextOrEmpty(leg, "resultMessage"),
        JsonFigure.TextOrEmpty(leg, "rejectParty"));
}
