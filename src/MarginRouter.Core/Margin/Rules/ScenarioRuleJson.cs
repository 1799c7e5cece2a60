using System.Collections.Immutable;
using System.Text.Json;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>Reads and checks the member "scenario" of a rule file or of a case's tables.</summary>
internal static class ScenarioRuleJson
{
    /// <summary>The rule, or null when the member is absent.</summary>
    public static ScenarioRule? Read(RuleFields parent, string path)
    {
        if (parent.Find("scenario") is not { } value)
            return null;
        string place = path + ".scenario";
        RuleFields fields = parent.Below(value, place);
        ClassFigures? prices = Figures(fields, place, "prices", 3..99, areMoves: true);
        if (prices is null)
            fields.Fail("prices", "is missing");
        else if (prices.Classes.Any(one => !one.Value.Contains(0m) || one.Value.Min() >= 0m || one.Value.Max() <= 0m))
            fields.Fail("prices", "every class must hold zero, a fall and a rise");
        ScenarioRule rule = new()
        {
            Prices = prices ?? Empty,
            Extremes = Figures(fields, place, "extremes", 1..99, areMoves: true),
            ExtremeFraction = fields.OptionalNumber("extremeFraction") ?? 1m,
            ExtremeDampener = Figures(fields, place, "extremeDampener", 1..1, areMoves: false),
            Volatility = Volatility(fields, place),
            Basis = Figures(fields, place, "basis", 1..2, areMoves: false),
            ContractCharge = Figures(fields, place, "contractCharge", 1..1, areMoves: false),
            MinimumCharge = Figures(fields, place, "minimumCharge", 1..1, areMoves: false),
            MinimumMultipliers = Table(fields, "minimumMultipliers"),
            Mismatch = Mismatch(fields, place),
            LargestDelta = Figures(fields, place, "largestDelta", 1..1, areMoves: false),
            GridIsMaintenance = fields.Word("gridIs", ScenarioResult.Maintenance) == ScenarioResult.Maintenance,
            OtherFactor = fields.Number("otherFactor"),
            Borrowing = Figures(fields, place, "borrowing", 2..2, areMoves: false),
            BorrowingFee = fields.OptionalNumber("borrowingFee") ?? 0m,
            CollateralHedges = fields.Flag("collateralHedges"),
            CoinOptions = fields.Flag("coinOptions"),
            Gaps = Gaps(fields),
        };
        rule = rule with { GapFigures = GapFigures(fields, place, rule.Gaps) };
        if (rule.OtherFactor <= 0m)
            fields.Fail("otherFactor", "must be positive");
        if (rule.GridIsMaintenance ? rule.OtherFactor < 1m : rule.OtherFactor > 1m)
            fields.Fail("otherFactor", "would put maintenance margin above initial margin");
        if (rule.ExtremeFraction is < 0m or > 1m)
            fields.Fail("extremeFraction", $"{rule.ExtremeFraction} is not in [0, 1]");
        if (rule.BorrowingFee is < 0m or > 1m)
            fields.Fail("borrowingFee", $"{rule.BorrowingFee} is not in [0, 1]");
        fields.RefuseOthers();
        return rule;
    }

    private static ClassFigures Empty { get; } = new(
        ImmutableSortedDictionary<string, ImmutableArray<decimal>>.Empty, ImmutableSortedDictionary<string, string>.Empty, null);

    private static ClassFigures? Figures(RuleFields parent, string path, string name, Range count, bool areMoves)
    {
        if (parent.Find(name) is not { } value)
            return null;
        string place = $"{path}.{name}";
        RuleFields fields = parent.Below(value, place);
        var classes = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<decimal>>(StringComparer.Ordinal);
        foreach ((string key, JsonElement list, _) in fields.Members("classes"))
        {
            RuleFields holder = fields.Below(fields.Find("classes")!.Value, place + ".classes");
            ImmutableArray<decimal> numbers = Numbers(holder, key, list);
            if (numbers.Length < count.Start.Value || numbers.Length > count.End.Value)
                holder.Fail(key, $"must hold {count.Start.Value} to {count.End.Value} numbers");
            if (numbers.Any(number => areMoves ? number <= -1m : number < 0m))
                holder.Fail(key, areMoves ? "a price cannot fall by all of it or more" : "a number is negative");
            classes[key] = numbers;
        }

        var assets = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string key, JsonElement word, _) in fields.Members("assets"))
            assets[key] = word.ValueKind == JsonValueKind.String ? word.GetString()! : string.Empty;
        string? others = fields.Find("others") is { ValueKind: not JsonValueKind.Null } ? fields.Text("others") : null;
        foreach ((string asset, string used) in assets.Where(one => !classes.ContainsKey(one.Value)))
            fields.Fail($"assets.{asset}", $"there is no class '{used}'");
        if (others is not null && !classes.ContainsKey(others))
            fields.Fail("others", $"there is no class '{others}'");

        fields.RefuseOthers();
        return new ClassFigures(classes.ToImmutable(), assets.ToImmutable(), others);
    }

    private static ImmutableArray<decimal> Numbers(RuleFields fields, string name, JsonElement list)
    {
        ImmutableArray<decimal>.Builder numbers = ImmutableArray.CreateBuilder<decimal>();
        if (list.ValueKind != JsonValueKind.Array)
        {
            fields.Fail(name, "must be a list of numbers");
            return [];
        }

        foreach (JsonElement item in list.EnumerateArray())
        {
            string? text = item.ValueKind == JsonValueKind.String ? item.GetString() : item.GetRawText();
            if (decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal number))
                numbers.Add(number);
            else
                fields.Fail(name, $"{item.GetRawText()} is not a number");
        }

        return numbers.ToImmutable();
    }

    private static VolatilityShock? Volatility(RuleFields parent, string path)
    {
        if (parent.Find("volatility") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, path + ".volatility");
        VolatilityShock shock = new(
            fields.Number("up"),
            fields.Number("down"),
            fields.OptionalNumber("shortPower") ?? 0m,
            fields.OptionalNumber("longPower") ?? 0m,
            fields.OptionalNumber("leastForUp") ?? 0m);
        if (shock.Up < 0m || shock.Down is < 0m or > 1m || shock.ShortPower < 0m || shock.LongPower < 0m || shock.LeastForUp < 0m)
            fields.Fail("", "holds a figure that is out of range");
        fields.RefuseOthers();
        return shock;
    }

    private static MarginalTable? Table(RuleFields parent, string name)
    {
        if (parent.Find(name) is null)
            return null;
        ImmutableArray<MarginalRow>.Builder rows = ImmutableArray.CreateBuilder<MarginalRow>();
        foreach ((JsonElement value, string path) in parent.Items(name))
        {
            RuleFields fields = parent.Below(value, path);
            MarginalRow row = new(fields.OptionalNumber("to"), fields.Number("factor"));
            if (rows.Count > 0 && (rows[^1].To is null || row.To <= rows[^1].To))
                fields.Fail("to", "does not rise");
            if (row.To <= 0m || row.Factor < 0m)
                fields.Fail("", "holds a figure that is out of range");
            fields.RefuseOthers();
            rows.Add(row);
        }

        if (rows.Count == 0)
            parent.Fail(name, "must hold at least one row");
        return new MarginalTable(rows.ToImmutable());
    }

    private static StableMismatch? Mismatch(RuleFields parent, string path)
    {
        if (parent.Find("mismatch") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, path + ".mismatch");
        ImmutableArray<string> quotes = [.. fields.Items("quotes").Select(item => item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : string.Empty)];
        if (quotes.Length < 2 || quotes.Any(string.IsNullOrEmpty))
            fields.Fail("quotes", "must name at least two currencies");
        StableMismatch mismatch = new(quotes, fields.Number("leastPrice"), Table(fields, "rows") ?? new MarginalTable([]));
        if (mismatch.Charges.Rows.IsEmpty)
            fields.Fail("rows", "is missing");
        fields.RefuseOthers();
        return mismatch;
    }

    private static ImmutableArray<ScenarioGap> Gaps(RuleFields fields)
    {
        ImmutableArray<ScenarioGap>.Builder gaps = ImmutableArray.CreateBuilder<ScenarioGap>();
        foreach ((JsonElement value, _) in fields.Items("gaps"))
        {
            if (value.ValueKind == JsonValueKind.String && Enum.TryParse(value.GetString(), ignoreCase: true, out ScenarioGap gap) && Enum.IsDefined(gap))
                gaps.Add(gap);
            else
                fields.Fail("gaps", $"{value.GetRawText()} is not one of {string.Join(", ", Enum.GetNames<ScenarioGap>())}");
        }

        return gaps.ToImmutable();
    }

    private static ImmutableSortedDictionary<ScenarioGap, string> GapFigures(RuleFields parent, string path, ImmutableArray<ScenarioGap> gaps)
    {
        var figures = ImmutableSortedDictionary.CreateBuilder<ScenarioGap, string>();
        if (parent.Find("gapFigures") is not { } value)
            return figures.ToImmutable();
        RuleFields fields = parent.Below(value, path + ".gapFigures");
        foreach (ScenarioGap gap in gaps)
        {
            string name = char.ToLowerInvariant(gap.ToString()[0]) + gap.ToString()[1..];
            if (fields.Find(name) is not null)
                figures[gap] = fields.Text(name);
        }

        fields.RefuseOthers();
        return figures.ToImmutable();
    }
}
