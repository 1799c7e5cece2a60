using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.Trading;

/// <summary>The venue's words for kinds, states and executions (bybit-exchange docs, v5/enum).</summary>
internal static class BybitWords
{
    /// <summary>The category of an instrument.</summary>
    public static string Category(Instrument instrument) => instrument.Kind switch
    {
        InstrumentKind.Spot => "spot",
        InstrumentKind.LinearPerpetual or InstrumentKind.LinearFuture => "linear",
        InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture => "inverse",
        InstrumentKind.Option => "option",
    };

    /// <summary>A number as it is sent: plain, without an exponent.</summary>
    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The state that an orderStatus means.</summary>
    public static VenueOrderState State(string status) => status switch
    {
        "New" or "PartiallyFilled" or "Untriggered" or "Triggered" => VenueOrderState.Working,
        "Filled" => VenueOrderState.Filled,
        "Cancelled" or "PartiallyFilledCanceled" or "Deactivated" => VenueOrderState.Ended,
        "Rejected" => VenueOrderState.Refused,
        _ => throw new VenueProtocolException($"the order status {status} is not known"),
    };

    /// <summary>
    /// An execution of the stream or of a list; null for what is no trade. Spot names the asset of the fee, derivatives pay in the settlement
    /// asset.
    /// </summary>
    public static OwnExecution? Execution(JsonElement row, Instrument instrument)
    {
        if (JsonFigure.TextOrEmpty(row, "execType") is not ("Trade" or "BlockTrade" or ""))
            return null;
        string feeAsset = JsonFigure.TextOrEmpty(row, "feeCurrency");
        return new OwnExecution(
            JsonFigure.Text(row, "execId"),
            JsonFigure.Required(row, "execQty"),
            JsonFigure.Required(row, "execPrice"),
            JsonFigure.Required(row, "execFee"),
            feeAsset.Length > 0 ? feeAsset : instrument.Settlement.Code,
            JsonFigure.Milliseconds(row, "execTime"));
    }
}
