using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.KuCoin.Trading;

/// <summary>The venue's words for orders and executions (kucoin.com/docs-new, spot orders).</summary>
internal static class KuCoinWords
{
    /// <summary>A number as it is sent: plain, without an exponent.</summary>
    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The state of an order as a question about it is answered.</summary>
    public static VenueOrderState State(JsonElement order)
    {
        if (JsonFigure.Member(order, "active").ValueKind == JsonValueKind.True)
            return VenueOrderState.Working;
        return JsonFigure.Required(order, "dealSize") >= JsonFigure.Required(order, "size") ? VenueOrderState.Filled : VenueOrderState.Ended;
    }

    /// <summary>An execution as lists state it, its fee included.</summary>
    public static OwnExecution Execution(JsonElement row) => new(
        JsonFigure.Text(row, "tradeId"),
        JsonFigure.Required(row, "size"),
        JsonFigure.Required(row, "price"),
        JsonFigure.Required(row, "fee"),
        JsonFigure.Text(row, "feeCurrency"),
        JsonFigure.Milliseconds(row, "createdAt"));

    /// <summary>A time of the stream in nanoseconds, cut to the milliseconds in which lists state it.</summary>
    public static Instant Time(JsonElement data) => Instant.FromMilliseconds(JsonFigure.Whole(data, "ts") / 1_000_000L);
}
