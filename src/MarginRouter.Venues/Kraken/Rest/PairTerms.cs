using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>
/// Reads what AssetPairs and TradeVolume state while the adapter runs (docs.kraken.com, REST). A pair whose status is not online takes no
/// immediate orders, or not all of them, and counts as closed; fees are in per cent.
/// </summary>
internal static class PairTerms
{
    private const string Online = "online";

    /// <summary>The rows of instruments in the table of pairs; one that is not listed is left out.</summary>
    public static IReadOnlyList<InstrumentReading> Decode(JsonElement table, IReadOnlyList<Instrument> instruments)
    {
        List<InstrumentReading> readings = [];
        foreach (JsonProperty row in table.EnumerateObject())
        {
            if (row.Value.Text("wsname") is not { } name || !instruments.Any(instrument => instrument.Symbol == AssetNames.Symbol(name)))
                continue;
            string status = row.Value.RequiredText("status");
            readings.Add(new InstrumentReading(AssetNames.Symbol(name), new InstrumentTerms(
                PairRules.Tick(row.Value),
                PairRules.Lot(row.Value),
                null,
                row.Value.Number("ordermin"),
                row.Value.Number("costmin"),
                status == Online ? null : status)));
        }

        return readings;
    }

    /// <summary>The taker fee on a pair as a fraction, from the answer of TradeVolume, which names pairs as the table does.</summary>
    public static decimal TakerRate(JsonElement answer, PairRules pair) =>
        answer.TryGetProperty("fees", out JsonElement fees) && fees.ValueKind == JsonValueKind.Object && fees.TryGetProperty(pair.Name, out JsonElement row)
            ? row.RequiredNumber("fee") / 100m
            : throw new VenueProtocolException($"Kraken: TradeVolume states no fee on {pair.Name}");
}
