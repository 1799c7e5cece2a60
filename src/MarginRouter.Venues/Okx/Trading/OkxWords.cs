using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx.Trading;

/// <summary>The venue's words for kinds, states and ids (okx.com/docs-v5).</summary>
internal static class OkxWords
{
    /// <summary>instType of an instrument.</summary>
    public static string Type(Instrument instrument) => instrument.Kind switch
    {
        InstrumentKind.Spot => "SPOT",
        InstrumentKind.LinearPerpetual or InstrumentKind.InversePerpetual => "SWAP",
        InstrumentKind.LinearFuture or InstrumentKind.InverseFuture => "FUTURES",
        InstrumentKind.Option => "OPTION",
    };

    /// <summary>A number as it is sent: plain, without an exponent.</summary>
    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>A client id at this venue: letters and digits alone, so that Z, which our ids never hold, stands for the hyphen.</summary>
    public static string ClientOrderId(ClientOrderIdFormat format, ChildOrderId child) => format.Format(child).Replace('-', 'Z');

    /// <summary>Reads a client id; false for one that is not ours.</summary>
    public static bool TryRead(ClientOrderIdFormat format, string text, out ChildOrderId child)
    {
        child = default;
        return !text.Contains('-', StringComparison.Ordinal) && format.TryParse(text.Replace('Z', '-'), out child);
    }

    /// <summary>The state that an order's state means.</summary>
    public static VenueOrderState State(string state) => state switch
    {
        "live" or "partially_filled" => VenueOrderState.Working,
        "filled" => VenueOrderState.Filled,
        "canceled" or "mmp_canceled" => VenueOrderState.Ended,
        _ => throw new VenueProtocolException($"the order state {state} is not known"),
    };

    /// <summary>An execution of a list or of the stream, whose fee has another name there; the venue writes what is paid as negative.</summary>
    public static OwnExecution Execution(JsonElement row, string fee, string feeAsset, string time) => new(
        JsonFigure.Text(row, "tradeId"),
        JsonFigure.Required(row, "fillSz"),
        JsonFigure.Required(row, "fillPx"),
        -JsonFigure.Required(row, fee),
        JsonFigure.Text(row, feeAsset),
        JsonFigure.Milliseconds(row, time));
}
