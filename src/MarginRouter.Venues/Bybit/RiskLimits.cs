using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Venues.Bybit;

/// <summary>Reads the answer of /v5/market/risk-limit as tier tables; sizes are position value.</summary>
public static class RiskLimits
{
    private const decimal Rounding = 0.02m;

    /// <summary>The tables by symbol; throws <see cref="FormatException"/> when the answer is not as documented.</summary>
    /// <param name="answer">The whole answer, with retCode and result.</param>
    public static ImmutableArray<InstrumentTiers> Decode(JsonElement answer)
    {
        if (!answer.TryGetProperty("retCode", out JsonElement code) || code.ValueKind != JsonValueKind.Number || code.GetInt32() != 0)
            throw new FormatException("risk-limit: the answer is no success");
        return
        [
            .. answer.GetProperty("result").GetProperty("list").EnumerateArray()
                .GroupBy(row => Text(row, "symbol"))
                .OrderBy(rows => rows.Key, StringComparer.Ordinal)
                .Select(rows => new InstrumentTiers(rows.Key, Tiers([.. rows.OrderBy(row => Number(row, "riskLimitValue"))]))),
        ];
    }

    private static ImmutableArray<MarginTier> Tiers(JsonElement[] rows)
    {
        ImmutableArray<MarginTier>.Builder tiers = ImmutableArray.CreateBuilder<MarginTier>(rows.Length);
        decimal from = 0m;
        foreach (JsonElement row in rows)
        {
            decimal to = Number(row, "riskLimitValue");
            decimal unit = Unit(row);
            tiers.Add(new MarginTier(from, to, Number(row, "initialMargin") * unit, Number(row, "maintenanceMargin") * unit, 0m, Number(row, "maxLeverage")));
            from = to;
        }

        return tiers.MoveToImmutable();
    }

    /// <summary>
    /// The venue has sent these rates as per cent and as plain fractions; the largest leverage of the same row says which, and a row for
    /// which neither fits is refused.
    /// </summary>
    private static decimal Unit(JsonElement row)
    {
        decimal product = Number(row, "initialMargin") * Number(row, "maxLeverage");
        if (Math.Abs(product - 1m) <= Rounding)
            return 1m;
        if (Math.Abs(product - 100m) <= 100m * Rounding)
            return 0.01m;
        throw new FormatException($"risk-limit: the initial margin of {Text(row, "symbol")} does not fit its largest leverage");
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"risk-limit: '{name}' is missing");

    private static decimal Number(JsonElement element, string name) =>
        decimal.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new FormatException($"risk-limit: '{name}' is not a number");
}
