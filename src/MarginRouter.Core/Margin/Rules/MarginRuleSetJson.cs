using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>
/// Reads a margin rule file from its bytes. Strict: members that are not known, gaps and overlaps of tiers, rates that fall,
/// negative sizes and deductions that do not fit are errors, and all of them are listed. Numbers may be written as texts.
/// </summary>
public static class MarginRuleSetJson
{
    internal static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads one file.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="name">The rule set that it must hold, for example binance/usdm-cross.</param>
    /// <param name="json">Its bytes, UTF-8.</param>
    /// <param name="errors">Everything that is wrong; empty when the result is not null.</param>
    /// <returns>The rule set, or null when there is any error.</returns>
    public static MarginRuleSet? Read(string file, string name, ReadOnlyMemory<byte> json, out ImmutableArray<RuleSetError> errors)
    {
        List<RuleSetError> found = [];
        MarginRuleSet? rules = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            rules = ReadRoot(new RuleFields(document.RootElement, file, "$", found), name);
        }
        catch (JsonException exception)
        {
            found.Add(new RuleSetError(file, "$", exception.Message));
        }

        errors = [.. found];
        return found.Count == 0 ? rules : null;
    }

    private static MarginRuleSet ReadRoot(RuleFields fields, string name)
    {
        if (fields.Number("schema") != 1m)
            fields.Fail("schema", "must be 1");
        MarginModelKind model = fields.Word("model", MarginModelKind.UnmarginedSpot);
        MarginRuleSet rules = new()
        {
            Name = fields.Text("name"),
            Venue = fields.Text("venue"),
            Model = model,
            AsOf = Day(fields),
            Confidence = fields.Word("confidence", RuleConfidence.Low),
            Sources = fields.Texts("sources"),
            Notes = fields.Texts("notes"),
            Missing = fields.Texts("missing"),
            Reporting = new Asset(fields.Text("reporting")),
            Positions = fields.Word("positions", PositionKeeping.None),
            OpenOrders = OpenOrders(fields),
            Ratio = Ratio(fields),
            Ladder = Ladder(fields),
            Orders = Orders(fields),
            TierUnit = fields.Find("tierUnit") is null ? TierUnit.Notional : fields.Word("tierUnit", TierUnit.Notional),
            Tiers = RuleTablesReader.Tiers(fields, HasRates(model)),
            Symbols = Symbols(fields),
            HaircutUnit = fields.Find("haircutUnit") is null ? HaircutUnit.Value : fields.Word("haircutUnit", HaircutUnit.Value),
            Haircuts = RuleTablesReader.Haircuts(fields),
            Scenario = ScenarioRuleJson.Read(fields, "$"),
            Book = BookRulesReader.Read(fields),
            Liquidation = LiquidationRuleReader.Read(fields),
            Live = LiveTablesRule.Read(fields),
            Interest = InterestRuleReader.Read(fields),
            Transfer = Transfer(fields),
            LogarithmicScales = Scales(fields),
        };
        fields.RefuseOthers();
        CheckWhole(fields, rules, name);
        return rules;
    }

    private static void CheckWhole(RuleFields fields, MarginRuleSet rules, string name)
    {
        if (rules.Name.Length > 0 && !string.Equals(rules.Name, name, StringComparison.Ordinal))
            fields.Fail("name", $"'{rules.Name}' does not match the file, which stands for '{name}'");
        if (rules.Sources.IsEmpty)
            fields.Fail("sources", "must name at least one source");
        foreach ((string symbol, string table) in rules.Symbols)
        {
            if (!rules.Tiers.ContainsKey(table))
                fields.Fail($"symbols.{symbol}", $"there is no table '{table}'");
        }

        CheckLadder(fields, rules);
        if (rules.Book is not null)
        {
            if (rules.Ratio is null)
                fields.Fail("ratio", "is missing");
            if (rules.Model is MarginModelKind.UsedMarginLevel or MarginModelKind.UnmarginedSpot or MarginModelKind.ScenarioGrid)
                fields.Fail("book", "has no meaning in this model");
            return;
        }

        foreach ((string asset, HaircutTable table) in rules.Haircuts)
        {
            if (table.CountsFor != HaircutPurposes.All)
                fields.Fail($"haircuts.{asset}.countsFor", "this model counts collateral for initial margin, maintenance and borrowing alike");
        }

        CheckRouted(fields, rules);
    }

    /// <summary>A more severe step lies further in the direction in which the venue's ratio is bad.</summary>
    private static void CheckLadder(RuleFields fields, MarginRuleSet rules)
    {
        for (int i = 1; i < rules.Ladder.Length && rules.Ratio is not null; i++)
        {
            (decimal before, decimal at) = (rules.Ladder[i - 1].At, rules.Ladder[i].At);
            bool worse = rules.Ratio.Form switch
            {
                RatioForm.RequirementOverEquity => at > before,
                RatioForm.EquityOverRequirement => at < before,
            };
            if (!worse)
                fields.Fail($"ladder[{i.ToString(CultureInfo.InvariantCulture)}].at", $"{at} is reached before the milder step at {before}");
        }
    }

    private static void CheckRouted(RuleFields fields, MarginRuleSet rules)
    {
        bool margined = rules.Model != MarginModelKind.UnmarginedSpot;
        bool scenario = rules.Model == MarginModelKind.ScenarioGrid;
        if (scenario == (rules.Scenario is null))
            fields.Fail("scenario", scenario ? "is missing" : "has no meaning in this model");
        bool tiered = margined && !scenario;
        if (tiered == rules.Tiers.IsEmpty)
            fields.Fail("tiers", tiered ? "must hold at least one table" : "has no meaning in this model");
        if (margined == rules.Haircuts.IsEmpty)
            fields.Fail("haircuts", margined ? "must hold at least one table" : "has no meaning in this model");
        if (margined == (rules.Ratio is null))
            fields.Fail("ratio", margined ? "is missing" : "has no meaning in this model");
        if (rules.Model == MarginModelKind.UsedMarginLevel && rules.Ratio is { AcceptAt: null })
            fields.Fail("ratio.acceptAt", "is missing");
        if (rules.Model is MarginModelKind.DebtRatio or MarginModelKind.TieredLiability or MarginModelKind.PooledMaintenance or MarginModelKind.CollateralLtv)
            fields.Fail("book", "is missing");
        PositionKeeping wanted = rules.Model switch
        {
            MarginModelKind.TieredDerivative => PositionKeeping.Derivative,
            MarginModelKind.UsedMarginLevel => PositionKeeping.SpotMargin,
            MarginModelKind.UnmarginedSpot => PositionKeeping.None,
            MarginModelKind.ScenarioGrid => PositionKeeping.Derivative,
            _ => rules.Positions,
        };
        if (rules.Positions != wanted)
            fields.Fail("positions", $"{rules.Positions} does not fit the model, which keeps {wanted}");
    }

    /// <summary>True for models whose tier rows state a maintenance rate.</summary>
    internal static bool HasRates(MarginModelKind model) =>
        model is not (MarginModelKind.UsedMarginLevel or MarginModelKind.UnmarginedSpot or MarginModelKind.DebtRatio or MarginModelKind.ScenarioGrid);

    private static DateOnly Day(RuleFields fields)
    {
        string text = fields.Text("asOf");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && text.Length > 0)
            fields.Fail("asOf", $"'{text}' is not a day (yyyy-MM-dd)");
        return day;
    }

    private static string? OpenOrders(RuleFields fields)
    {
        if (fields.Find("openOrders") is null)
            return null;
        string text = fields.Text("openOrders");
        if (text.Length > 0 && !Array.Exists(["stated: ", "stated in outline: ", "silent: "], start => text.StartsWith(start, StringComparison.Ordinal)))
            fields.Fail("openOrders", "must begin with 'stated: ', 'stated in outline: ' or 'silent: '");
        return text;
    }

    private static RatioRule? Ratio(RuleFields parent)
    {
        if (parent.Find("ratio") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.ratio");
        RatioRule ratio = new(
            fields.Text("name"),
            fields.Word("form", RatioForm.RequirementOverEquity),
            fields.Number("liquidateAt"),
            fields.OptionalNumber("acceptAt"));
        fields.RefuseOthers();
        if (ratio.LiquidateAt <= 0m)
            fields.Fail("liquidateAt", "must be positive");
        if (ratio.AcceptAt <= 0m)
            fields.Fail("acceptAt", "must be positive");
        return ratio;
    }

    private static ImmutableArray<LadderStep> Ladder(RuleFields parent)
    {
        ImmutableArray<LadderStep>.Builder steps = ImmutableArray.CreateBuilder<LadderStep>();
        foreach ((JsonElement value, string path) in parent.Items("ladder"))
        {
            RuleFields fields = parent.Below(value, path);
            LadderStep step = new(fields.Number("at"), fields.Word("action", LadderAction.None));
            fields.RefuseOthers();
            if (steps.Count > 0 && step.Action <= steps[^1].Action)
                fields.Fail("action", $"{step.Action} is not more severe than {steps[^1].Action}");
            steps.Add(step);
        }

        return steps.ToImmutable();
    }

    private static OrderRule Orders(RuleFields parent)
    {
        if (parent.Find("orders") is not { } value)
            return OrderRule.AtLimit;
        RuleFields fields = parent.Below(value, "$.orders");
        OrderRule rule = new(Prices(fields, "buyPrice"), Prices(fields, "sellPrice"));
        fields.RefuseOthers();
        return rule;
    }

    private static ImmutableArray<AssumedPrice> Prices(RuleFields parent, string name)
    {
        ImmutableArray<AssumedPrice>.Builder prices = ImmutableArray.CreateBuilder<AssumedPrice>();
        foreach ((JsonElement value, string path) in parent.Items(name))
        {
            RuleFields fields = parent.Below(value, path);
            AssumedPrice price = new(fields.Word("of", AssumedPriceKind.Limit), fields.Number("times"));
            fields.RefuseOthers();
            if (price.Times <= 0m)
                fields.Fail("times", "must be positive");
            prices.Add(price);
        }

        if (prices.Count == 0)
            parent.Fail(name, "must hold at least one price");
        return prices.ToImmutable();
    }

    private static TransferRule? Transfer(RuleFields parent)
    {
        if (parent.Find("transfer") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.transfer");
        TransferRule rule = new(fields.Number("notionalShare"));
        fields.RefuseOthers();
        if (rule.NotionalShare is < 0m or > 1m)
            fields.Fail("notionalShare", $"{rule.NotionalShare} is not in [0, 1]");
        return rule;
    }

    private static ImmutableSortedDictionary<string, decimal> Scales(RuleFields parent)
    {
        var scales = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (parent.Find("logarithmicScales") is not { } value)
            return scales.ToImmutable();
        RuleFields fields = parent.Below(value, "$.logarithmicScales");
        foreach ((string name, _, _) in parent.Members("logarithmicScales"))
        {
            scales[name] = fields.Number(name);
            if (scales[name] <= 0m)
                fields.Fail(name, $"{scales[name]} is not positive");
        }

        return scales.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> Symbols(RuleFields parent)
    {
        var symbols = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value, string path) in parent.Members("symbols"))
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
                symbols[name] = text;
            else
                parent.Fail(path[2..], "must be a text that is not empty");
        }

        return symbols.ToImmutable();
    }
}
