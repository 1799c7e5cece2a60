using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.KuCoin;

/// <summary>Reads the answer of /api/v2/symbols, which lists every spot pair.</summary>
internal static class SymbolList
{
    /// <summary>Where pairs are described.</summary>
    public const string Path = "/api/v2/symbols";

    /// <summary>The pairs of an answer that are wanted; throws <see cref="VenueProtocolException"/> when it is not as documented.</summary>
    public static IEnumerable<InstrumentReading> Decode(JsonElement answer, IReadOnlyList<Instrument> wanted)
    {
        if (JsonFigure.Text(answer, "code") != "200000")
            throw new VenueProtocolException($"symbols: {JsonFigure.TextOrEmpty(answer, "msg")}");
        foreach (JsonElement row in JsonFigure.List(answer, "data"))
        {
            string symbol = JsonFigure.Text(row, "symbol");
            if (!wanted.Any(instrument => instrument.Symbol == symbol))
                continue;
            bool trades = row.TryGetProperty("enableTrading", out JsonElement enabled) && enabled.ValueKind == JsonValueKind.True;
            yield return new InstrumentReading(symbol, new InstrumentTerms(
                JsonFigure.Required(row, "priceIncrement"),
                JsonFigure.Required(row, "baseIncrement"),
                null,
                JsonFigure.Required(row, "baseMinSize"),
                JsonFigure.Read(row, "minFunds") ?? 0m,
                trades ? null : "trading is disabled"));
        }
    }
}
