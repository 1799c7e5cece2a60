using System.Net;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Binance;

/// <summary>
/// Reads exchangeInfo (binance-spot-api-docs, filters.md; developers.binance.com, USDS- and COIN-margined futures). Spot is asked for each symbol,
/// because its whole list is many megabytes; futures give the whole list only.
/// </summary>
internal static class SymbolRules
{
    private const string Trading = "TRADING";

    // "Invalid symbol": the market does not list it.
    private const string NoSuchSymbol = "-1121";

    /// <summary>The terms of the adapter's instruments; one that the market does not list is left out.</summary>
    public static async Task<IReadOnlyList<InstrumentReading>> ReadAsync(
        BinanceMarket market, BinanceOptions options, VenueHttp http, CancellationToken cancellation)
    {
        if (!market.ListsOneSymbol)
            return [.. Decode(await AskAsync(new Uri(options.Endpoints.Rest, market.RulesPath), http, cancellation).ConfigureAwait(false), options.Instruments)];
        List<InstrumentReading> readings = [];
        foreach (Instrument instrument in options.Instruments)
        {
            Uri address = new(options.Endpoints.Rest, $"{market.RulesPath}?symbol={Uri.EscapeDataString(instrument.Symbol)}");
            try
            {
                readings.AddRange(Decode(await AskAsync(address, http, cancellation).ConfigureAwait(false), [instrument]));
            }
            catch (VenueHttpException refused) when (refused.Status == HttpStatusCode.BadRequest && refused.Body.Contains(NoSuchSymbol, StringComparison.Ordinal))
            {
                // The others are still to be read; the poll reports what no answer names as not listed.
            }
        }

        return readings;
    }

    /// <summary>The wanted symbols of an answer; throws <see cref="VenueProtocolException"/> when it is not as documented.</summary>
    public static IEnumerable<InstrumentReading> Decode(JsonElement answer, IReadOnlyCollection<Instrument> wanted)
    {
        foreach (JsonElement row in JsonFigure.List(answer, "symbols"))
        {
            string symbol = JsonFigure.Text(row, "symbol");
            if (wanted.Any(instrument => instrument.Symbol == symbol))
                yield return new InstrumentReading(symbol, Terms(row));
        }
    }

    private static async Task<JsonElement> AskAsync(Uri address, VenueHttp http, CancellationToken cancellation) =>
        JsonElement.Parse(await http.GetAsync(address, cancellation).ConfigureAwait(false));

    private static InstrumentTerms Terms(JsonElement row)
    {
        JsonElement lot = Filter(row, "LOT_SIZE") ?? throw new VenueProtocolException("LOT_SIZE is missing");
        JsonElement price = Filter(row, "PRICE_FILTER") ?? throw new VenueProtocolException("PRICE_FILTER is missing");
        return new InstrumentTerms(
            JsonFigure.Required(price, "tickSize"),
            JsonFigure.Required(lot, "stepSize"),
            JsonFigure.Read(row, "contractSize"),
            JsonFigure.Required(lot, "minQty"),
            LeastValue(row),
            Closed(row));
    }

    /// <summary>Spot has NOTIONAL, older pairs MIN_NOTIONAL; futures name the value otherwise in the latter, and COIN-M counts contracts alone.</summary>
    private static decimal? LeastValue(JsonElement row) =>
        Filter(row, "NOTIONAL") is { } notional ? JsonFigure.Required(notional, "minNotional")
        : Filter(row, "MIN_NOTIONAL") is { } least ? JsonFigure.Read(least, "minNotional") ?? JsonFigure.Required(least, "notional")
        : null;

    /// <summary>COIN-M calls its status contractStatus. A pair that trades on margin alone is closed for spot.</summary>
    private static string? Closed(JsonElement row)
    {
        string status = JsonFigure.TextOrEmpty(row, "contractStatus") is { Length: > 0 } contract ? contract : JsonFigure.Text(row, "status");
        if (status != Trading)
            return status;
        return row.TryGetProperty("isSpotTradingAllowed", out JsonElement allowed) && allowed.ValueKind == JsonValueKind.False
            ? "spot trading is not allowed"
            : null;
    }

    private static JsonElement? Filter(JsonElement row, string type)
    {
        foreach (JsonElement filter in JsonFigure.List(row, "filters"))
        {
            if (JsonFigure.TextOrEmpty(filter, "filterType") == type)
                return filter;
        }

        return null;
    }
}
