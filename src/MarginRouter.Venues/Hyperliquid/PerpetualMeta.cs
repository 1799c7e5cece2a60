using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Hyperliquid;

/// <summary>
/// Reads the answer to <c>meta</c>: decimals of sizes and what is delisted. Prices have five significant figures there, which is a step that
/// moves with the price and no grid; the configured step stays.
/// </summary>
internal static class PerpetualMeta
{
    /// <summary>The question.</summary>
    public const string Question = """{"type":"meta"}""";

    /// <summary>The perpetuals that are wanted; throws <see cref="VenueProtocolException"/> when the answer is not as documented.</summary>
    public static IEnumerable<InstrumentReading> Decode(JsonElement answer, IReadOnlyList<Instrument> wanted)
    {
        foreach (JsonElement row in JsonFigure.List(answer, "universe"))
        {
            string name = JsonFigure.Text(row, "name");
            if (wanted.FirstOrDefault(one => one.Symbol == name) is not { } instrument)
                continue;
            long decimals = JsonFigure.Whole(row, "szDecimals");
            if (decimals is < 0 or > 28)
                throw new VenueProtocolException($"meta: {name} has {decimals} decimals");
            bool isDelisted = row.TryGetProperty("isDelisted", out JsonElement gone) && gone.ValueKind == JsonValueKind.True;
            decimal lot = new(1, 0, 0, false, (byte)decimals);
            yield return new InstrumentReading(name, InstrumentTerms.Of(instrument) with { LotSize = lot, Closed = isDelisted ? "delisted" : null });
        }
    }
}
