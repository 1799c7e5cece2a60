using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Bybit;

/// <summary>Reads the answer of /v5/market/instruments-info: spot names its steps and least value otherwise than contracts do.</summary>
internal static class InstrumentsInfo
{
    private const string Trading = "Trading";

    /// <summary>Where an instrument is described.</summary>
    public static string Path(string category, Instrument instrument) => $"/v5/market/instruments-info?category={category}&symbol={instrument.Symbol}";

    /// <summary>The instruments of an answer; throws <see cref="VenueProtocolException"/> when it is not as documented.</summary>
    public static IEnumerable<InstrumentReading> Decode(JsonElement answer)
    {
        if (JsonFigure.Whole(answer, "retCode") != 0)
            throw new VenueProtocolException($"instruments-info: {JsonFigure.TextOrEmpty(answer, "retMsg")}");
        foreach (JsonElement row in JsonFigure.List(JsonFigure.Member(answer, "result"), "list"))
        {
            JsonElement lot = JsonFigure.Member(row, "lotSizeFilter");
            string status = JsonFigure.Text(row, "status");
            yield return new InstrumentReading(JsonFigure.Text(row, "symbol"), new InstrumentTerms(
                JsonFigure.Required(JsonFigure.Member(row, "priceFilter"), "tickSize"),
                JsonFigure.Read(lot, "qtyStep") ?? JsonFigure.Required(lot, "basePrecision"),
                null,
                JsonFigure.Required(lot, "minOrderQty"),
                JsonFigure.Read(lot, "minNotionalValue") ?? JsonFigure.Read(lot, "minOrderAmt"),
                status == Trading ? null : status));
        }
    }
}
