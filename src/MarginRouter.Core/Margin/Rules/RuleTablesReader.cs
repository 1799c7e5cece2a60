using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>Reads and checks tier and collateral tables.</summary>
internal static class RuleTablesReader
{
    /// <summary>Reads the member "tiers": a table per instrument.</summary>
    /// <param name="fields">The object that has it.</param>
    /// <param name="ratesWanted">True where rows state a maintenance rate.</param>
    /// <param name="partial">True for a table that may be cut out of a longer one: its first row's deduction is then taken as stated.</param>
    public static ImmutableSortedDictionary<string, TierTable> Tiers(RuleFields fields, bool ratesWanted, bool partial = false)
    {
        var tables = ImmutableSortedDictionary.CreateBuilder<string, TierTable>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value, string path) in fields.Members("tiers"))
        {
            List<(RuleFields Fields, MarginTier Tier, bool DeductionGiven)> rows = [];
            foreach ((RuleFields row, _) in Rows(fields, value, path))
            {
                if (TableSteps.IsStep(row) && rows.Count > 0)
                    rows.AddRange(TableSteps.Tiers(row, rows[^1].Tier).Select(tier => (row, tier, false)));
                else
                    rows.Add(Tier(row, ratesWanted));
            }

            if (rows.Count > 0)
                tables[name] = Check(rows, partial);
        }

        return tables.ToImmutable();
    }

    /// <summary>Reads the member "haircuts": a table per asset.</summary>
    public static ImmutableSortedDictionary<string, HaircutTable> Haircuts(RuleFields fields)
    {
        var tables = ImmutableSortedDictionary.CreateBuilder<string, HaircutTable>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value, string path) in fields.Members("haircuts"))
        {
            RuleFields? stated = value.ValueKind == JsonValueKind.Object ? fields.Below(value, path) : null;
            List<(RuleFields Fields, HaircutTier Tier)> rows = [];
            foreach ((RuleFields row, _) in Rows(fields, stated?.Find("tiers") ?? value, stated is null ? path : path + ".tiers"))
                rows.AddRange(TableSteps.Haircuts(row, rows.Count == 0 ? null : rows[^1].Tier).Select(tier => (row, tier)));

            if (rows.Count > 0)
                tables[name] = stated is null ? Check(rows) : Stated(stated, Check(rows));
        }

        return tables.ToImmutable();
    }

    /// <summary>A table with what it counts for and its caps.</summary>
    private static HaircutTable Stated(RuleFields fields, HaircutTable table)
    {
        HaircutPurposes purposes = 0;
        foreach (string word in fields.Texts("countsFor"))
        {
            if (Enum.TryParse(word, ignoreCase: true, out HaircutPurposes purpose) && purpose is HaircutPurposes.Initial or HaircutPurposes.Maintenance or HaircutPurposes.Borrow)
                purposes |= purpose;
            else
                fields.Fail("countsFor", $"'{word}' is not one of initial, maintenance, borrow");
        }

        if (purposes == 0)
            fields.Fail("countsFor", "must name at least one of initial, maintenance, borrow");
        HaircutTable stated = table with { CountsFor = purposes, UserCap = fields.OptionalNumber("userCap"), PlatformCap = fields.OptionalNumber("platformCap") };
        fields.RefuseOthers();
        foreach ((string name, decimal? cap) in new[] { ("userCap", stated.UserCap), ("platformCap", stated.PlatformCap) })
        {
            if (cap <= 0m)
                fields.Fail(name, $"{cap} is not positive");
        }

        return stated.UserCap is <= 0m || stated.PlatformCap is <= 0m ? stated : stated.Capped();
    }

    private static IEnumerable<(RuleFields Row, int Index)> Rows(RuleFields fields, JsonElement table, string path)
    {
        if (table.ValueKind != JsonValueKind.Array || table.GetArrayLength() == 0)
        {
            fields.Below(table, path).Fail("", "must be a list of at least one row");
            yield break;
        }

        int index = 0;
        foreach (JsonElement row in table.EnumerateArray())
        {
            yield return (fields.Below(row, $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]"), index);
            index++;
        }
    }

    private static (RuleFields Fields, MarginTier Tier, bool DeductionGiven) Tier(RuleFields row, bool ratesWanted)
    {
        decimal from = row.Number("from");
        decimal? to = row.OptionalNumber("to");
        if (row.Find("to") is null)
            row.Fail("to", "is missing (null is an open end)");
        decimal? initial = row.OptionalNumber("initialRate");
        decimal? maintenance = row.OptionalNumber("maintenanceRate");
        decimal? deduction = row.OptionalNumber("maintenanceDeduction");
        decimal? leverage = row.OptionalNumber("maxLeverage");
        decimal perUnit = row.OptionalNumber("ratePerUnit") ?? 0m;
        row.RefuseOthers();
        if (ratesWanted && maintenance is null)
            row.Fail("maintenanceRate", "is missing");
        if (!ratesWanted && maintenance is not null)
            row.Fail("maintenanceRate", "has no meaning in this model");
        if (maintenance is < 0m or > 1m)
            row.Fail("maintenanceRate", $"{maintenance} is not in [0, 1]");
        if (initial is < 0m or > 1m)
            row.Fail("initialRate", $"{initial} is not in [0, 1]");
        if (leverage is <= 0m)
            row.Fail("maxLeverage", $"{leverage} is not positive");
        if (perUnit is < 0m or > 1m)
            row.Fail("ratePerUnit", $"{perUnit} is not in [0, 1]");
        return (row, new MarginTier(from, to, initial, maintenance ?? 0m, deduction ?? 0m, leverage) { RatePerUnit = perUnit }, deduction is not null);
    }

    private static TierTable Check(List<(RuleFields Fields, MarginTier Tier, bool DeductionGiven)> rows, bool partial)
    {
        MarginTier[] tiers = [.. rows.Select(row => row.Tier)];
        decimal first = partial ? tiers[0].Deduction : 0m;
        ImmutableArray<decimal> deductions = [.. TierTable.Deductions(tiers).Select(deduction => deduction + first)];
        for (int i = 0; i < rows.Count; i++)
        {
            (RuleFields row, MarginTier tier, bool given) = rows[i];
            Bounds(row, tier.From, tier.To, i == 0 ? 0m : rows[i - 1].Tier.To, i == rows.Count - 1);
            if (given && tier.Deduction != deductions[i])
                row.Fail("maintenanceDeduction", $"{tier.Deduction} is not the {deductions[i]} that makes the requirement continuous");
            if (tier.RatePerUnit != 0m && rows.Count > 1)
                row.Fail("ratePerUnit", "needs a table of one row");
            if (i > 0)
                Monotone(row, tier, rows[i - 1].Tier);
        }

        return new TierTable([.. tiers.Select((tier, i) => tier with { Deduction = deductions[i] })]);
    }

    private static void Monotone(RuleFields row, MarginTier tier, MarginTier before)
    {
        if (tier.MaintenanceRate < before.MaintenanceRate)
            row.Fail("maintenanceRate", $"{tier.MaintenanceRate} is below the {before.MaintenanceRate} of the row before");
        if (tier.InitialRate < before.InitialRate)
            row.Fail("initialRate", $"{tier.InitialRate} is below the {before.InitialRate} of the row before");
        if (tier.MaximumLeverage > before.MaximumLeverage)
            row.Fail("maxLeverage", $"{tier.MaximumLeverage} is above the {before.MaximumLeverage} of the row before");
    }

    private static HaircutTable Check(List<(RuleFields Fields, HaircutTier Tier)> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            (RuleFields row, HaircutTier tier) = rows[i];
            Bounds(row, tier.From, tier.To, i == 0 ? 0m : rows[i - 1].Tier.To, i == rows.Count - 1);
            if (tier.Weight is < 0m or > 1m)
                row.Fail("weight", $"{tier.Weight} is not in [0, 1]");
            if (i > 0 && tier.Weight > rows[i - 1].Tier.Weight)
                row.Fail("weight", $"{tier.Weight} is above the {rows[i - 1].Tier.Weight} of the row before");
        }

        return new HaircutTable([.. rows.Select(row => row.Tier)]);
    }

    private static void Bounds(RuleFields row, decimal from, decimal? to, decimal? before, bool last)
    {
        if (from < 0m)
            row.Fail("from", $"{from} is negative");
        if (before is null)
            row.Fail("from", $"{from} follows a row with an open end");
        else if (from > before)
            row.Fail("from", $"{from} leaves a gap after {before}");
        else if (from < before)
            row.Fail("from", $"{from} overlaps the row that ends at {before}");
        if (to <= from)
            row.Fail("to", $"{to} is not above {from}");
        if (to is null && !last)
            row.Fail("to", "only the last row may be open");
    }
}
