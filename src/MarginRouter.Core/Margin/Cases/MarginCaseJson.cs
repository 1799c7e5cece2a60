using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>
/// Reads a margin case from its bytes (contract of the `margin` command). Strict: members that are not known and figures that cannot be
/// are errors with their place, all of them are listed, and nothing is evaluated then.
/// </summary>
public static class MarginCaseJson
{
    /// <summary>Reads one case.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="json">Its bytes, UTF-8.</param>
    /// <param name="rules">Finds a rule set by name; null when there is none.</param>
    /// <param name="errors">Everything that is wrong; empty when the result is not null.</param>
    public static MarginCase? Read(
        string file,
        ReadOnlyMemory<byte> json,
        Func<string, MarginRuleSet?> rules,
        out ImmutableArray<RuleSetError> errors)
    {
        List<RuleSetError> found = [];
        MarginCase? read = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, MarginRuleSetJson.Options);
            read = ReadFields(new RuleFields(document.RootElement, file, "$", found), rules);
        }
        catch (JsonException exception)
        {
            found.Add(new RuleSetError(file, "$", exception.Message));
        }

        errors = [.. found];
        return found.Count == 0 ? read : null;
    }

    /// <summary>Reads a case that stands inside another document; members that were asked for before are not errors.</summary>
    internal static MarginCase? ReadFields(RuleFields fields, Func<string, MarginRuleSet?> find)
    {
        string name = fields.Text("rules");
        MarginRuleSet? rules = name.Length == 0 ? null : find(name);
        if (rules is null && name.Length > 0)
            fields.Fail("rules", $"there is no rule set '{name}'");
        if (rules is not null && fields.Find("tables") is { } tables)
            rules = Override(rules, fields.Below(tables, fields.PathOf("tables")));
        (ImmutableArray<CaseBalance> balances, ImmutableArray<CasePosition> positions, ImmutableArray<CaseOrder> orders) = Account(fields, CaseTerms.Of(fields, rules));
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i].IsolatedMargin is not null && rules is not null && rules.Book is not { Scope: MarginScope.Isolated })
                fields.Fail(string.Create(CultureInfo.InvariantCulture, $"account.positions[{i}].isolatedMargin"), "has no meaning under this rule set");
        }

        ImmutableArray<CaseOrder> fills = Orders(fields, "fills", positions, isFill: true);
        ImmutableSortedDictionary<string, decimal> prices = Prices(fields);
        CollateralLimits? limits = Limits(fields);
        positions = Forwards(fields, positions, balances, prices);
        fields.RefuseOthers();
        if (rules is null)
            return null;
        CaseAssets.Check(fields, rules, balances, positions);
        return new MarginCase { Rules = rules, Place = fields.PathOf(string.Empty), Balances = balances, Positions = positions, Orders = orders, Fills = fills, Prices = prices, Limits = limits };
    }

    /// <summary>Forwards as ratios to the price of the underlying, which must be stated then.</summary>
    private static ImmutableArray<CasePosition> Forwards(
        RuleFields fields, ImmutableArray<CasePosition> positions, ImmutableArray<CaseBalance> balances, ImmutableSortedDictionary<string, decimal> prices)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            if (positions[i] is not { Forward: > 0m and { } forward, Option: { } option } position)
                continue;
            decimal? index = prices.TryGetValue(position.Underlying.Code, out decimal stated)
                ? stated
                : balances.FirstOrDefault(balance => balance.Asset == position.Underlying && balance.Price is not null)?.Price;
            if (index is { } known)
                positions = positions.SetItem(i, position with { Option = option with { ForwardRatio = forward / known } });
            else
                fields.Fail(string.Create(CultureInfo.InvariantCulture, $"account.positions[{i}].forward"), $"needs the price of {position.Underlying}");
        }

        return positions;
    }

    private static MarginRuleSet Override(MarginRuleSet rules, RuleFields tables)
    {
        MarginRuleSet changed = rules with
        {
            Tiers = rules.Tiers.SetItems(RuleTablesReader.Tiers(tables, MarginRuleSetJson.HasRates(rules.Model), partial: true)),
            Haircuts = rules.Haircuts.SetItems(RuleTablesReader.Haircuts(tables)),
            Scenario = rules.Scenario is null ? null : ScenarioRuleJson.Read(tables, tables.PathOf(string.Empty)) ?? rules.Scenario,
            Book = BookRulesReader.WithFees(rules.Book, tables),
        };
        tables.RefuseOthers();
        return changed;
    }

    private static (ImmutableArray<CaseBalance> Balances, ImmutableArray<CasePosition> Positions, ImmutableArray<CaseOrder> Orders) Account(RuleFields root, CaseTerms terms)
    {
        if (root.Find("account") is not { } value)
        {
            root.Fail("account", "is missing");
            return ([], [], []);
        }

        RuleFields account = root.Below(value, root.PathOf("account"));
        ImmutableArray<CaseBalance> balances = [.. Balances(account, "collateral", 1, terms), .. Balances(account, "liabilities", -1, terms)];
        ImmutableArray<CasePosition> positions = Positions(account, terms);
        ImmutableArray<CaseOrder> orders = Orders(account, "orders", positions, isFill: false);
        account.RefuseOthers();
        return (balances, positions, orders);
    }

    private static List<CaseBalance> Balances(RuleFields account, string name, int sign, CaseTerms terms)
    {
        List<CaseBalance> balances = [];
        foreach ((JsonElement value, string path) in account.Items(name))
        {
            RuleFields fields = account.Below(value, path);
            decimal quantity = NotNegative(fields, "quantity", fields.Number("quantity"));
            decimal interest = sign < 0 ? NotNegative(fields, "interest", fields.OptionalNumber("interest") ?? 0m) : 0m;
            balances.Add(new CaseBalance(
                new Asset(fields.Text("asset")),
                sign * (quantity + interest),
                Positive(fields, "price", fields.OptionalNumber("price")))
            {
                Place = path,
                YearsToMaturity = sign < 0 ? terms.Maturity(fields) : null,
                RatePerYear = sign < 0 && fields.OptionalNumber("ratePerYear") is { } rate ? NotNegative(fields, "ratePerYear", rate) : null,
            });
            fields.RefuseOthers();
        }

        return balances;
    }

    private static ImmutableArray<CasePosition> Positions(RuleFields account, CaseTerms terms)
    {
        ImmutableArray<CasePosition>.Builder positions = ImmutableArray.CreateBuilder<CasePosition>();
        foreach ((JsonElement value, string path) in account.Items("positions"))
        {
            RuleFields fields = account.Below(value, path);
            CasePosition position = terms.Complete(fields, Position(fields)) with { Place = path };

            fields.RefuseOthers();
            if (positions.Any(other => other.Instrument == position.Instrument))
                fields.Fail("instrument", $"'{position.Instrument}' stands twice");
            positions.Add(position);
        }

        return positions.ToImmutable();
    }

    private static CasePosition Position(RuleFields fields)
    {
        decimal quantity = fields.Number("quantity");
        decimal entry = fields.OptionalNumber("entryPrice") ?? 0m;
        if (entry < 0m || (quantity != 0m && entry == 0m))
            fields.Fail("entryPrice", "must be positive for a position that is held");
        return new CasePosition(
            fields.Text("instrument"),
            new Asset(fields.Text("underlying")),
            Kind(fields),
            quantity,
            Positive(fields, "multiplier", fields.OptionalNumber("multiplier")) ?? 1m,
            entry,
            Positive(fields, "mark", fields.OptionalNumber("mark")),
            Positive(fields, "leverage", fields.OptionalNumber("leverage")))
        {
            IsolatedMargin = fields.OptionalNumber("isolatedMargin"),
        };
    }

    private static InstrumentKind Kind(RuleFields fields)
    {
        string kind = fields.Text("kind");
        switch (kind)
        {
            case "linear":
                return InstrumentKind.LinearPerpetual;
            case "inverse":
                return InstrumentKind.InversePerpetual;
            case "spot":
                return InstrumentKind.Spot;
            case "option":
                return InstrumentKind.Option;
            default:
                fields.Fail("kind", $"'{kind}' is not one of linear, inverse, spot, option");
                return InstrumentKind.LinearPerpetual;
        }
    }

    private static ImmutableArray<CaseOrder> Orders(RuleFields parent, string name, ImmutableArray<CasePosition> positions, bool isFill)
    {
        ImmutableArray<CaseOrder>.Builder orders = ImmutableArray.CreateBuilder<CaseOrder>();
        foreach ((JsonElement value, string path) in parent.Items(name))
        {
            RuleFields fields = parent.Below(value, path);
            string instrument = fields.Text("instrument");
            if (instrument.Length > 0 && !positions.Any(position => position.Instrument == instrument))
                fields.Fail("instrument", $"no position (a flat one would do) states what '{instrument}' is");
            CaseOrder order = new(
                instrument,
                fields.Word("side", Side.Buy),
                Positive(fields, "quantity", fields.Number("quantity")) ?? 0m,
                Positive(fields, "price", fields.Number("price")) ?? 0m,
                isFill ? fields.OptionalNumber("fee") ?? 0m : 0m,
                !isFill && fields.Find("reduceOnly") is { ValueKind: JsonValueKind.True });
            fields.RefuseOthers();
            orders.Add(order);
        }

        return orders.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, decimal> Prices(RuleFields root)
    {
        var prices = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (root.Find("prices") is not { } value)
            return prices.ToImmutable();
        RuleFields fields = root.Below(value, root.PathOf("prices"));
        foreach ((string code, _, _) in root.Members("prices"))
        {
            if (Positive(fields, code, fields.Number(code)) is { } price)
                prices[code] = price;
        }

        return prices.ToImmutable();
    }

    /// <summary>The desk's own limits, member "collateralLimits".</summary>
    private static CollateralLimits? Limits(RuleFields root)
    {
        if (root.Find("collateralLimits") is not { } value)
            return null;
        RuleFields fields = root.Below(value, root.PathOf("collateralLimits"));
        CollateralLimits limits = new()
        {
            Order = [.. fields.Texts("order").Select(code => new Asset(code))],
            Stable = [.. fields.Texts("stable").Select(code => new Asset(code))],
            LeastStableShare = fields.OptionalNumber("leastStableShare") ?? 0m,
            LargestShare = fields.OptionalNumber("largestShare") ?? 1m,
            ConversionRate = Positive(fields, "conversionRate", fields.OptionalNumber("conversionRate")),
        };
        fields.RefuseOthers();
        if (limits.LeastStableShare is < 0m or > 1m)
            fields.Fail("leastStableShare", $"{limits.LeastStableShare} is not in [0, 1]");
        if (limits.LargestShare is <= 0m or > 1m)
            fields.Fail("largestShare", $"{limits.LargestShare} is not in (0, 1]");
        return limits;
    }

    private static decimal? Positive(RuleFields fields, string name, decimal? value)
    {
        if (value is <= 0m)
            fields.Fail(name, $"{value} is not positive");
        return value is > 0m ? value : null;
    }

    private static decimal NotNegative(RuleFields fields, string name, decimal value)
    {
        if (value < 0m)
            fields.Fail(name, $"{value} is negative");
        return value;
    }
}
