using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Reads the answer of /fapi/v1/leverageBracket (all brackets of an account) as tier tables.</summary>
internal static class LeverageBrackets
{
    /// <summary>
    /// The tables of the symbols that are wanted. The account's coefficient (notionalCoef) is already in the bounds that the venue sends. The
    /// top bound stays: beyond it the venue opens nothing.
    /// </summary>
    /// <param name="answer">A list of symbols, or one symbol as an object.</param>
    /// <param name="wanted">True for the symbols to read.</param>
    public static ImmutableArray<InstrumentTiers> Decode(JsonElement answer, Func<string, bool> wanted)
    {
        IEnumerable<JsonElement> symbols = answer.ValueKind == JsonValueKind.Array ? answer.EnumerateArray() : [answer];
        return
        [
            .. symbols.Where(symbol => wanted(symbol.Text("symbol"))).Select(symbol => new InstrumentTiers(
                symbol.Text("symbol"),
                [.. symbol.Member("brackets").EnumerateArray().OrderBy(row => row.Number("notionalFloor")).Select(Tier)])),
        ];
    }

    private static MarginTier Tier(JsonElement row) => new(
        row.Number("notionalFloor"),
        row.Number("notionalCap"),
        null,
        row.Number("maintMarginRatio"),
        row.Number("cum"),
        row.Number("initialLeverage"));
}
