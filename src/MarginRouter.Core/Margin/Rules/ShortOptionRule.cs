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
    /// <summary>Maintenance margin of one option sold, in units of the underlying.</summary>
    /// <param name="isCall">True for a call.</param>
    /// <param name="mark">The option's mark in units of the underlying; not negative.</param>
    public decimal Maintenance(bool isCall, decimal mark) =>
        (isCall ? MaintenanceRate : Math.Max(MaintenanceRate, MaintenanceRate * mark)) + mark;

    /// <summary>Initial margin of one option sold, in units of the underlying; never below the maintenance margin.</summary>
    /// <param name="isCall">True for a call.</param>
    /// <param name="strike">Its strike; positive.</param>
    /// <param name="spot">Price of the underlying; positive.</param>
    /// <param name="mark">The option's mark in units of the underlying; not negative.</param>
    public decimal Initial(bool isCall, decimal strike, decimal spot, decimal mark)
    {
        decimal outOfTheMoney = Math.Max(0m, isCall ? strike - spot : spot - strike) / spot;
        return Math.Max(Math.Max(InitialRate - outOfTheMoney, InitialFloor) + mark, Maintenance(isCall, mark));
    }

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
