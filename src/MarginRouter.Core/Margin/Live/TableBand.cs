using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Live;

/// <summary>
/// Whether a received tier table may take the place of the one in use: it must be a table at all (no gap, no overlap, rates that do not
/// fall, deductions that fit) and lie within the band of the rule set. A venue that halves or doubles its margins by mistake, or a payload
/// that was misread, must not move what the router believes.
/// </summary>
public static class TableBand
{
    /// <summary>The first thing that is wrong; null when the table may be taken.</summary>
    /// <param name="instrument">Its name, for the refusal.</param>
    /// <param name="received">The table.</param>
    /// <param name="used">The table in use; null when there is none, and then only its form is judged.</param>
    /// <param name="rule">The band.</param>
    public static Refusal? Judge(string instrument, ImmutableArray<MarginTier> received, TierTable? used, LiveTablesRule rule) =>
        Form(instrument, received) ?? (used is null ? null : Change(instrument, received, used, rule));

    private static Refusal? Form(string instrument, ImmutableArray<MarginTier> tiers)
    {
        if (tiers.IsDefaultOrEmpty)
            return Refused(instrument, "no rows");
        ImmutableArray<decimal> deductions = TierTable.Deductions(tiers.AsSpan());
        for (int i = 0; i < tiers.Length; i++)
        {
            MarginTier tier = tiers[i];
            decimal? before = i == 0 ? 0m : tiers[i - 1].To;
            if (tier.From != before)
                return Refused(instrument, $"row {i + 1} begins at the wrong size", tier.From, before);
            if (tier.To <= tier.From || (tier.To is null && i < tiers.Length - 1))
                return Refused(instrument, $"row {i + 1} ends at the wrong size", tier.To, tier.From);
            if (tier.MaintenanceRate is < 0m or > 1m || tier.InitialRate is < 0m or > 1m || tier.MaximumLeverage <= 0m)
                return Refused(instrument, $"row {i + 1} has a rate outside [0, 1]", tier.MaintenanceRate);
            if (i > 0 && (tier.MaintenanceRate < tiers[i - 1].MaintenanceRate || tier.MaximumLeverage > tiers[i - 1].MaximumLeverage))
                return Refused(instrument, $"row {i + 1} is milder than the row before", tier.MaintenanceRate, tiers[i - 1].MaintenanceRate);
            if (tier.Deduction != 0m && tier.Deduction != deductions[i])
                return Refused(instrument, $"row {i + 1} has a deduction that does not fit", tier.Deduction, deductions[i]);
        }

        return null;
    }

    /// <summary>Compares requirements at every bound of both tables, largest leverages, and the sizes of the first and last bounds.</summary>
    private static Refusal? Change(string instrument, ImmutableArray<MarginTier> received, TierTable used, LiveTablesRule rule)
    {
        TierTable table = new(received);
        if (Beyond(received[0].To, used.Tiers[0].To, rule.SizeBand))
            return Refused(instrument, "first bound changes too much", received[0].To, used.Tiers[0].To, rule.SizeBand);
        if (Beyond(table.Top, used.Top, rule.SizeBand))
            return Refused(instrument, "largest size changes too much", table.Top, used.Top, rule.SizeBand);
        if (Beyond(received[0].MaximumLeverage, used.Tiers[0].MaximumLeverage, rule.RateBand))
            return Refused(instrument, "largest leverage changes too much", received[0].MaximumLeverage, used.Tiers[0].MaximumLeverage, rule.RateBand);
        foreach (decimal size in received.Concat(used.Tiers).Where(tier => tier.To is not null).Select(tier => tier.To!.Value).Distinct().Order())
        {
            decimal? now = Rate(table, size);
            decimal? before = Rate(used, size);
            if (now is not null && before is not null && Beyond(now, before, rule.RateBand))
                return Refused(instrument, "rate changes too much", now, before, rule.RateBand);
        }

        return null;
    }

    /// <summary>Maintenance over size where the requirement is continuous; null beyond the table.</summary>
    private static decimal? Rate(TierTable table, decimal size)
    {
        if (size <= 0m || table.At(size) is not { } tier)
            return null;
        decimal deduction = TierTable.Deductions(table.Tiers.AsSpan())[table.Tiers.IndexOf(tier)];
        return tier.MaintenanceRate - (deduction / size);
    }

    private static bool Beyond(decimal? now, decimal? before, decimal band)
    {
        if (now is null || before is null)
            return now is null != before is null;
        return Math.Abs(now.Value - before.Value) > band * Math.Abs(before.Value);
    }

    private static Refusal Refused(string instrument, string what, decimal? found = null, decimal? wanted = null, decimal? band = null) =>
        new(RefusalReason.TablesRefused, $"{instrument}: {what}", found, wanted, band);
}
