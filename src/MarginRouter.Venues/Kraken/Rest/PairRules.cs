using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>One row of the venue's table of pairs, for a pair that the adapter trades (REST AssetPairs).</summary>
/// <param name="Name">Its name in REST answers, for example XXBTZUSD.</param>
/// <param name="Instrument">The instrument.</param>
/// <param name="MaximumLeverage">Highest leverage that both sides offer; null when the pair cannot be margined.</param>
internal sealed record PairRules(string Name, Instrument Instrument, decimal? MaximumLeverage)
{
    /// <summary>Finds the pairs of instruments in the table, by all their REST names; lists everything that does not fit.</summary>
    /// <param name="table">The table.</param>
    /// <param name="instruments">The instruments.</param>
    /// <param name="follows">True where steps are followed while running, so that other ones than configured are no fault.</param>
    public static Dictionary<string, PairRules> Read(JsonElement table, IReadOnlyList<Instrument> instruments, bool follows = false)
    {
        Dictionary<string, PairRules> byName = new(StringComparer.Ordinal);
        Dictionary<string, Instrument> missing = instruments.ToDictionary(instrument => instrument.Symbol, StringComparer.Ordinal);
        List<string> faults = [];
        foreach (JsonProperty row in table.EnumerateObject())
        {
            if (row.Value.Text("wsname") is not { } name || !missing.Remove(AssetNames.Symbol(name), out Instrument? instrument))
                continue;
            if (!follows)
                faults.AddRange(Mismatches(instrument, row.Value));
            PairRules rules = new(row.Name, instrument, Leverage(row.Value));
            byName[row.Name] = rules;
            byName[instrument.Symbol] = rules;
            if (row.Value.Text("altname") is { } alternative)
                byName[alternative] = rules;
        }

        faults.AddRange(missing.Keys.Select(symbol => $"{symbol}: Kraken lists no such pair"));
        if (faults.Count > 0)
            throw new VenueConfigurationException("Kraken: " + string.Join("; ", faults));
        return byName;
    }

    /// <summary>Price step of a row.</summary>
    public static decimal Tick(JsonElement row) => row.Number("tick_size") ?? Step(row.RequiredNumber("pair_decimals"));

    /// <summary>Size step of a row.</summary>
    public static decimal Lot(JsonElement row) => Step(row.RequiredNumber("lot_decimals"));

    private static IEnumerable<string> Mismatches(Instrument instrument, JsonElement row)
    {
        decimal tick = Tick(row);
        if (tick != instrument.TickSize)
            yield return $"{instrument.Symbol}: tick {instrument.TickSize} but Kraken's is {tick}";
        decimal lot = Lot(row);
        if (lot != instrument.LotSize)
            yield return $"{instrument.Symbol}: lot {instrument.LotSize} but Kraken's is {lot}";
    }

    private static decimal? Leverage(JsonElement row)
    {
        decimal buy = Highest(row, "leverage_buy");
        decimal sell = Highest(row, "leverage_sell");
        decimal both = Math.Min(buy, sell);
        return both > 1 ? both : null;
    }

    private static decimal Highest(JsonElement row, string name)
    {
        decimal highest = 0;
        if (row.TryGetProperty(name, out JsonElement offered) && offered.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement leverage in offered.EnumerateArray())
                highest = Math.Max(highest, leverage.ToNumber() ?? 0);
        }

        return highest;
    }

    private static decimal Step(decimal decimals) => decimals is >= 0m and <= 28m && decimals == decimal.Truncate(decimals)
        ? new decimal(1, 0, 0, false, (byte)decimals)
        : throw new VenueProtocolException($"Kraken: {decimals} is no number of decimals");
}
