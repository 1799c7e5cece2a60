using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>
/// Reads a stress file from its bytes. Strict: members that are not known, moves of -1 and below, patterns that contradict each other
/// and names that stand twice are errors, and all of them are listed with their place. Numbers may be written as texts.
/// </summary>
public static class StressSetJson
{
    /// <summary>Stands for every asset that is not listed.</summary>
    internal const string Others = "*";

    /// <summary>Reads one file.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="json">Its bytes, UTF-8.</param>
    /// <param name="errors">Everything that is wrong; empty when the result is not null.</param>
    /// <returns>The set, or null when there is any error.</returns>
    public static StressSet? Read(string file, ReadOnlyMemory<byte> json, out ImmutableArray<RuleSetError> errors)
    {
        List<RuleSetError> found = [];
        StressSet? set = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, MarginRuleSetJson.Options);
            set = ReadRoot(new RuleFields(document.RootElement, file, "$", found));
        }
        catch (JsonException exception)
        {
            found.Add(new RuleSetError(file, "$", exception.Message));
        }

        errors = [.. found];
        return found.Count == 0 ? set : null;
    }

    private static StressSet ReadRoot(RuleFields fields)
    {
        if (fields.Number("schema") != 1m)
            fields.Fail("schema", "must be 1");
        StressSet set = new()
        {
            Name = fields.Text("name"),
            AsOf = Day(fields),
            Sources = fields.Texts("sources"),
            Notes = fields.Texts("notes"),
            Pegged = [.. fields.Texts("pegged")],
            Rules = StressRuleJson.Read(fields),
            Depth = Depth(fields),
        };
        fields.RefuseOthers();
        if (set.Sources.IsEmpty)
            fields.Fail("sources", "must name at least one source");
        if (set.Rules.IsEmpty && set.Depth is null)
            fields.Fail("scenarios", "must hold at least one scenario");
        return set with { Pegged = set.Pegged.WithComparer(StringComparer.Ordinal) };
    }

    private static DateOnly Day(RuleFields fields)
    {
        string text = fields.Text("asOf");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && text.Length > 0)
            fields.Fail("asOf", $"'{text}' is not a day (yyyy-MM-dd)");
        return day;
    }

    private static DepthModel? Depth(RuleFields parent)
    {
        if (parent.Find("depth") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.depth");
        decimal spread = fields.Number("spread");
        decimal within = fields.Number("within");
        var depths = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (fields.Find("value") is { } table)
        {
            RuleFields row = fields.Below(table, "$.depth.value");
            foreach ((string code, _, _) in fields.Members("value"))
            {
                depths[code] = row.Number(code);
                if (depths[code] <= 0m)
                    row.Fail(code, $"{depths[code]} is not positive");
            }
        }

        fields.RefuseOthers();
        if (spread is < 0m or >= 2m)
            fields.Fail("spread", $"{spread} is not in [0, 2)");
        if (within is <= 0m or >= 1m)
            fields.Fail("within", $"{within} is not between 0 and 1");
        if (depths.Count == 0)
            fields.Fail("value", "must hold at least one underlying, or \"*\"");
        decimal? others = depths.TryGetValue(Others, out decimal other) ? other : null;
        depths.Remove(Others);
        return new DepthModel(spread, within, depths.ToImmutable(), others);
    }
}
