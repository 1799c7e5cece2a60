using System.Globalization;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>
/// Reads the row that stands for many: venues publish the head of a table and then "every further tier adds so much size and so much
/// rate". Such a row has the member "step"; it goes on from the row before it.
/// </summary>
internal static class TableSteps
{
    private const int MostRows = 1_000;
    private const int LeverageDigits = 2;

    /// <summary>True for a row that stands for many.</summary>
    public static bool IsStep(RuleFields row) => row.Find("step") is not null;

    /// <summary>
    /// The rows of a collateral table that one row of the file stands for: itself, or with "step" and "weightStep" all that follow up
    /// to "to", or with an open end until the weight would fall below zero.
    /// </summary>
    public static IReadOnlyList<HaircutTier> Haircuts(RuleFields row, HaircutTier? before)
    {
        if (!IsStep(row))
        {
            HaircutTier one = new(row.Number("from"), row.OptionalNumber("to"), row.Number("weight"));
            if (row.Find("to") is null)
                row.Fail("to", "is missing (null is an open end)");
            row.RefuseOthers();
            return [one];
        }

        decimal from = row.Number("from");
        decimal? to = row.OptionalNumber("to");
        decimal size = Positive(row, "step");
        decimal fall = Positive(row, "weightStep");
        row.RefuseOthers();
        List<HaircutTier> rows = [];
        if (before is null || size <= 0m || fall <= 0m)
        {
            row.Fail("step", "needs a row before it and positive steps");
            return rows;
        }

        for (decimal weight = before.Weight - fall; weight >= 0m && (to is null || from < to); weight -= fall, from += size)
        {
            if (rows.Count == MostRows)
                return TooMany(row, rows);
            rows.Add(new HaircutTier(from, from + size, weight));
        }

        Ends(row, to, rows.Count == 0 ? null : rows[^1].To);
        return rows;
    }

    /// <summary>
    /// The rows of a tier table that one row stands for: up to "to", or with an open end until the initial rate would pass one. The
    /// largest leverage of each is what its initial rate leaves, cut to two digits as venues print it.
    /// </summary>
    public static IReadOnlyList<MarginTier> Tiers(RuleFields row, MarginTier before)
    {
        decimal from = row.Number("from");
        decimal? to = row.OptionalNumber("to");
        decimal size = Positive(row, "step");
        decimal maintenanceStep = Positive(row, "maintenanceRateStep");
        decimal initialStep = Positive(row, "initialRateStep");
        row.RefuseOthers();
        List<MarginTier> rows = [];
        if (before.InitialRate is not { } initial || size <= 0m || initialStep <= 0m || maintenanceStep <= 0m)
        {
            row.Fail("step", "needs a row before it with an initial rate, and positive steps");
            return rows;
        }

        decimal maintenance = before.MaintenanceRate;
        while (initial + initialStep <= 1m && maintenance + maintenanceStep <= 1m && (to is null || from < to))
        {
            if (rows.Count == MostRows)
                return TooMany(row, rows);
            initial += initialStep;
            maintenance += maintenanceStep;
            rows.Add(new MarginTier(from, from + size, initial, maintenance, 0m, Math.Round(1m / initial, LeverageDigits, MidpointRounding.ToZero)));
            from += size;
        }

        Ends(row, to, rows.Count == 0 ? null : rows[^1].To);
        return rows;
    }

    private static void Ends(RuleFields row, decimal? wanted, decimal? reached)
    {
        if (wanted is { } to && reached != to)
            row.Fail("to", $"{to.ToString(CultureInfo.InvariantCulture)} is not reached by whole steps");
        if (row.Find("to") is null)
            row.Fail("to", "is missing (null is an open end)");
        if (reached is null)
            row.Fail("step", "stands for no row");
    }

    private static List<T> TooMany<T>(RuleFields row, List<T> rows)
    {
        row.Fail("step", $"stands for more than {MostRows} rows");
        return rows;
    }

    private static decimal Positive(RuleFields row, string name)
    {
        decimal value = row.Number(name);
        if (value <= 0m)
            row.Fail(name, $"{value.ToString(CultureInfo.InvariantCulture)} is not positive");
        return value;
    }
}
