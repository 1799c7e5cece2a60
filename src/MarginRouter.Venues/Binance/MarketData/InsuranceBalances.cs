using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Funds;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>
/// Reads the answer of /fapi/v1/insuranceBalance (developers.binance.com, USDS-margined futures): pools with their symbols and what each holds
/// of several assets, in a list, or the one pool of the symbol that was asked about. The settlement asset's balance counts.
/// </summary>
internal static class InsuranceBalances
{
    /// <summary>The request; weight 1.</summary>
    public const string Path = "/fapi/v1/insuranceBalance";

    /// <summary>The pools behind contracts. Throws <see cref="VenueProtocolException"/> for a contract without one.</summary>
    public static IReadOnlyList<FundReading> Decode(JsonElement answer, IEnumerable<Instrument> contracts)
    {
        JsonElement[] pools = answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()] : [answer];
        return [.. contracts.Select(contract => Reading(pools, contract)).DistinctBy(reading => reading.Pool)];
    }

    private static FundReading Reading(JsonElement[] pools, Instrument contract)
    {
        for (int i = 0; i < pools.Length; i++)
        {
            if (!JsonFigure.List(pools[i], "symbols").Any(symbol => symbol.ValueKind == JsonValueKind.String && symbol.GetString() == contract.Symbol))
                continue;
            foreach (JsonElement asset in JsonFigure.List(pools[i], "assets"))
            {
                if (JsonFigure.Text(asset, "asset") == contract.Settlement.Code)
                {
                    string name = $"{string.Join(',', JsonFigure.List(pools[i], "symbols"))} {contract.Settlement.Code}";
                    return new FundReading(name, JsonFigure.Required(asset, "marginBalance"), JsonFigure.Milliseconds(asset, "updateTime"));
                }
            }
        }

        throw new VenueProtocolException($"{Path}: no pool of {contract.Symbol} in {contract.Settlement.Code}");
    }
}
