namespace MarginRouter.Core.Margin.Rules;

/// <summary>
/// Margin of options sold, position by position (margin-models section 7), as shares of the underlying's value. Initial is the larger
/// of the first figure less how far out of the money the option is, and the floor, plus the option's mark; options bought need nothing
/// and their value does not count.
/// </summary>
/// <param name="InitialRate">Initial rate at the money, in [0, 1].</param>
/// <param name="InitialFloor">Least initial rate, at most the initial rate.</param>
/// <param name="MaintenanceRate">Maintenance rate, at most the floor.</param>
public sealed record ShortOptionRule(decimal InitialRate, decimal InitialFloor, decimal MaintenanceRate)
{
    /// <summary>Reads the member "shortOptions" of a book.</summary>
    internal static ShortOptionRule? Read(RuleFields parent)
    {
        if (parent.Find("shortOptions") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.book.shortOptions");
        ShortOptionRule rule = new(fields.Number("initialRate"), fields.Number("initialFloor"), fields.Number("maintenanceRate"));
        fields.RefuseOthers();
        if (rule.InitialRate is < 0m or > 1m)
            fields.Fail("initialRate", $"{rule.InitialRate} is not in [0, 1]");
        if (rule.InitialFloor < 0m || rule.InitialFloor > rule.InitialRate)
            fields.Fail("initialFloor", $"{rule.InitialFloor} is not in [0, initialRate]");
        if (rule.MaintenanceRate < 0m || rule.MaintenanceRate > rule.InitialFloor)
            fields.Fail("maintenanceRate", $"{rule.MaintenanceRate} is not in [0, initialFloor]");
        return rule;
    }
}
