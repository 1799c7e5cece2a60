using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// The answer of adlQuantile: each position's fifth of the queue for auto-deleveraging, 0 closed last and 4 first, renewed by the venue every
/// 30 s. One-way positions stand under BOTH; where HEDGE stands instead the account is in hedge mode, which is not supported.
/// </summary>
internal static class AdlQuantiles
{
    private const decimal Safest = 0m;
    private const decimal First = 4m;

    /// <summary>Ranks by symbol; those that the answer does not have are unknown.</summary>
    public static ImmutableDictionary<string, AdlRank> Decode(JsonElement answer)
    {
        ImmutableDictionary<string, AdlRank>.Builder ranks = ImmutableDictionary.CreateBuilder<string, AdlRank>(StringComparer.Ordinal);
        foreach (JsonElement symbol in answer.EnumerateArray())
        {
            if (JsonFigure.Read(symbol.Member("adlQuantile"), "BOTH") is { } stated)
                ranks[symbol.Text("symbol")] = RankFigure.Of(stated, Safest, First, "adlQuantile");
        }

        return ranks.ToImmutable();
    }
}
