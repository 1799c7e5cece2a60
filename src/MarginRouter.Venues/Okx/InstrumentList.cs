using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Okx;

/// <summary>Reads the answer of /api/v5/public/instruments. The venue sets no least value.</summary>
internal static class InstrumentList
{
    private const string Live = "live";

    /// <summary>Where an instrument is described.</summary>
    public static string Path(string type, Instrument instrument) => $"/api/v5/public/instruments?instType={type}&instId={instrument.Symbol}";

    /// <summary>The instruments of an answer; throws <see cref="VenueProtocolException"/> when it is not as documented.</summary>
    public static IEnumerable<InstrumentReading> Decode(JsonElement answer)
    {
        if (JsonFigure.Text(answer, "code") != "0")
            throw new VenueProtocolException($"instruments: {JsonFigure.TextOrEmpty(answer, "msg")}");
        foreach (JsonElement row in JsonFigure.List(answer, "data"))
        {
            string state = JsonFigure.Text(row, "state");
            yield return new InstrumentReading(JsonFigure.Text(row, "instId"), new InstrumentTerms(
                JsonFigure.Required(row, "tickSz"),
                JsonFigure.Required(row, "lotSz"),
                JsonFigure.Read(row, "ctVal") * (JsonFigure.Read(row, "ctMult") ?? 1m),
                JsonFigure.Required(row, "minSz"),
                null,
                state == Live ? null : state));
        }
    }
}
