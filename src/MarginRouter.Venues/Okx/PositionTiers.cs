using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Venues.Okx;

/// <summary>Reads the answer of /api/v5/public/position-tiers as tier tables; sizes are contracts (coins of the loan for spot margin).</summary>
public static class PositionTiers
{
    private const string Done = "0";

    /// <summary>The tables by instrument (or, where an answer names families only, by family); throws <see cref="FormatException"/> when the answer is not as documented.</summary>
    /// <param name="answer">The whole answer, with code and data.</param>
    public static ImmutableArray<InstrumentTiers> Decode(JsonElement answer)
    {
        if (Text(answer, "code") != Done)
            throw new FormatException($"position-tiers: code {Text(answer, "code")}");
        return
        [
            .. answer.GetProperty("data").EnumerateArray()
                .GroupBy(row => Text(row, "instId") is { Length: > 0 } instrument ? instrument : Text(row, "instFamily"))
                .OrderBy(rows => rows.Key, StringComparer.Ordinal)
                .Select(rows => new InstrumentTiers(rows.Key, Tiers([.. rows.OrderBy(row => Number(row, "tier"))]))),
        ];
    }

    /// <summary>A tier begins where the one before ends: the venue prints its least size, one contract further.</summary>
    private static ImmutableArray<MarginTier> Tiers(JsonElement[] rows)
    {
        ImmutableArray<MarginTier>.Builder tiers = ImmutableArray.CreateBuilder<MarginTier>(rows.Length);
        decimal from = 0m;
        for (int i = 0; i < rows.Length; i++)
        {
            if (Number(rows[i], "tier") != i + 1)
                throw new FormatException($"position-tiers: tier {i + 1} is missing");
            decimal to = Number(rows[i], "maxSz");
            tiers.Add(new MarginTier(from, to, Number(rows[i], "imr"), Number(rows[i], "mmr"), 0m, Number(rows[i], "maxLever")));
            from = to;
        }

        return tiers.MoveToImmutable();
    }

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"position-tiers: '{name}' is missing");

    private static decimal Number(JsonElement element, string name) =>
        decimal.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            ? number
            : throw new FormatException($"position-tiers: '{name}' is not a number");
}
