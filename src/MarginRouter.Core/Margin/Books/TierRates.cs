using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Books;

/// <summary>Requirements of a size by a tier table.</summary>
internal static class TierRates
{
    /// <summary>Maintenance share of a size as the amount over the size; null beyond what the table or its reading covers.</summary>
    public static decimal? Maintenance(TierTable table, decimal size, decimal value, (TierApplication Application, bool Beyond) reading)
    {
        if (Row(table, size, reading) is not { } tier)
            return null;
        if (reading.Application != TierApplication.Marginal || tier.Deduction == 0m || size == 0m)
            return value * tier.MaintenanceRate;
        return (value * tier.MaintenanceRate) - (tier.Deduction * value / size);
    }

    /// <summary>Initial margin by the initial rates of the table; null where it has none or does not cover the size.</summary>
    public static decimal? Initial(TierTable table, decimal size, decimal value, (TierApplication Application, bool Beyond) reading)
    {
        if (Row(table, size, reading) is not { InitialRate: { } rate })
            return null;
        if (reading.Application != TierApplication.Marginal || size == 0m)
            return value * rate;
        decimal total = 0m;
        foreach (MarginTier tier in table.Tiers)
        {
            decimal upper = tier == table.Tiers[^1] ? size : Math.Min(size, tier.To ?? size);
            decimal part = upper - tier.From;
            if (part > 0m && tier.InitialRate is { } each)
                total += part * each;
            else if (part > 0m)
                return null;
        }

        return total * value / size;
    }

    private static MarginTier? Row(TierTable table, decimal size, (TierApplication Application, bool Beyond) reading) =>
        reading.Application == TierApplication.Unconfirmed && size > (table.Tiers[0].To ?? size)
            ? null
            : table.At(size) ?? (reading.Beyond ? table.Tiers[^1] : null);
}
