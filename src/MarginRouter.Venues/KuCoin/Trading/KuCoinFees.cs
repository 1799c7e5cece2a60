using System.Collections.Concurrent;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.KuCoin.Trading;

/// <summary>
/// The account's own fee rates (<c>/api/v1/trade-fees</c>). The stream states executions without their fee, which is the rate of their side
/// on the value, in the quote asset. An account that pays fees in KCS pays otherwise; its statements tell.
/// </summary>
internal sealed class KuCoinFees(InstrumentTable instruments)
{
    private const int SymbolsInOneQuestion = 10;
    private readonly ConcurrentDictionary<string, (decimal Taker, decimal Maker)> rates = new(StringComparer.Ordinal);

    /// <summary>Reads the rates; throws <see cref="VenueProtocolException"/> for a refusal.</summary>
    public async Task ReadAsync(KuCoinRest rest, CancellationToken cancellation)
    {
        foreach (Instrument[] some in instruments.All.Chunk(SymbolsInOneQuestion))
        {
            string path = $"/api/v1/trade-fees?symbols={string.Join(',', some.Select(one => one.Symbol))}";
            Take(await rest.DemandAsync(HttpMethod.Get, path, cancellation).ConfigureAwait(false));
        }
    }

    /// <summary>Takes the rows of an answer.</summary>
    public void Take(JsonElement rows)
    {
        foreach (JsonElement row in rows.EnumerateArray())
            rates[JsonFigure.Text(row, "symbol")] = (JsonFigure.Required(row, "takerFeeRate"), JsonFigure.Required(row, "makerFeeRate"));
    }

    /// <summary>The fee of an execution in the quote asset. Throws <see cref="VenueProtocolException"/> when the venue named no rate.</summary>
    public decimal Of(string symbol, bool isMaker, decimal value) => rates.TryGetValue(symbol, out (decimal Taker, decimal Maker) known)
        ? value * (isMaker ? known.Maker : known.Taker)
        : throw new VenueProtocolException($"trade-fees names no rate of {symbol}");
}
