namespace MarginRouter.Core.Margin.Rules;

/// <summary>Which tables serve live trading, and how far the venue's may differ from those in use. Simulation and replay use the file.</summary>
/// <param name="TablesFrom">Where live tables come from.</param>
/// <param name="MaximumAgeDays">Age in days, counted from the file's day, up to which its tables serve live; positive.</param>
/// <param name="RateBand">Largest relative change of a rate, weight or leverage that is taken over, for example 0.5; positive.</param>
/// <param name="SizeBand">Largest relative change of a bound that is taken over; positive.</param>
public sealed record LiveTablesRule(TableSource TablesFrom, int MaximumAgeDays, decimal RateBand, decimal SizeBand)
{
    /// <summary>What holds for a file that does not say: 90 days, and tables that differ by at most a half.</summary>
    public static LiveTablesRule Default { get; } = new(TableSource.File, 90, 0.5m, 0.5m);

    /// <summary>True when the tables of a file serve live on a day: the rule allows files, and this one is not too old.</summary>
    /// <param name="asOf">The file's day.</param>
    /// <param name="today">The day asked for.</param>
    public bool Serves(DateOnly asOf, DateOnly today) =>
        TablesFrom == TableSource.File && today.DayNumber - asOf.DayNumber <= MaximumAgeDays;

    /// <summary>Reads the member "live" of a rule file.</summary>
    internal static LiveTablesRule Read(RuleFields parent)
    {
        if (parent.Find("live") is not { } value)
            return Default;
        RuleFields fields = parent.Below(value, "$.live");
        decimal days = fields.Number("maximumAgeDays");
        LiveTablesRule rule = new(
            fields.Word("tablesFrom", TableSource.File),
            days is >= 1m and <= 10_000m && days == decimal.Truncate(days) ? (int)days : 0,
            fields.Number("rateBand"),
            fields.Number("sizeBand"));
        fields.RefuseOthers();
        if (rule.MaximumAgeDays == 0)
            fields.Fail("maximumAgeDays", $"{days} is not a whole number of days from 1 to 10000");
        if (rule.RateBand <= 0m)
            fields.Fail("rateBand", "must be positive");
        if (rule.SizeBand <= 0m)
            fields.Fail("sizeBand", "must be positive");
        return rule;
    }
}
