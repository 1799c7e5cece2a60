using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Funds;

namespace MarginRouter.Venues.Bybit;

/// <summary>
/// Reads the answer of /v5/market/insurance (bybit-exchange docs, v5/market/insurance). A contract without a pool of its own has its settlement
/// coin's general one, which lists no symbols and is brought up to date once a day; the others are within the minute.
/// </summary>
internal static class InsurancePools
{
    /// <summary>The request.</summary>
    public const string Path = "/v5/market/insurance";

    /// <summary>The pools behind contracts. Throws <see cref="VenueProtocolException"/> for a refusal and for a contract without a pool.</summary>
    public static IReadOnlyList<FundReading> Decode(JsonElement answer, IEnumerable<Instrument> contracts)
    {
        if (JsonFigure.Whole(answer, "retCode") != 0)
            throw new VenueProtocolException($"{Path}: {JsonFigure.Whole(answer, "retCode")} {JsonFigure.TextOrEmpty(answer, "retMsg")}");
        JsonElement result = JsonFigure.Member(answer, "result");
        Instant time = JsonFigure.Milliseconds(result, "updatedTime");
        JsonElement[] rows = [.. JsonFigure.List(result, "list")];
        return [.. contracts.Select(contract => Reading(rows, contract, time)).DistinctBy(reading => reading.Pool)];
    }

    private static FundReading Reading(JsonElement[] rows, Instrument contract, Instant time)
    {
        string coin = contract.Settlement.Code;
        JsonElement? general = null;
        foreach (JsonElement row in rows)
        {
            string[] symbols = JsonFigure.TextOrEmpty(row, "symbols").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (symbols.Contains(contract.Symbol))
                return new FundReading($"{coin} {string.Join(',', symbols)}", JsonFigure.Required(row, "balance"), time);
            if (symbols.Length == 0 && JsonFigure.Text(row, "coin") == coin)
                general = row;
        }

        return general is { } shared
            ? new FundReading(coin, JsonFigure.Required(shared, "balance"), time)
            : throw new VenueProtocolException($"{Path}: no pool of {contract.Symbol} and no general one in {coin}");
    }
}
