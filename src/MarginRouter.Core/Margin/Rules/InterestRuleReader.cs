namespace MarginRouter.Core.Margin.Rules;

/// <summary>Reads and checks the member "interest" of a rule file.</summary>
internal static class InterestRuleReader
{
    /// <summary>The rule; null when the file has none.</summary>
    public static InterestRule? Read(RuleFields parent)
    {
        if (parent.Find("interest") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.interest");
        InterestRule rule = new(
            fields.Number("periodHours"),
            fields.Flag("compounds"),
            fields.OptionalNumber("periodRate"),
            fields.OptionalNumber("openingRate") ?? 0m,
            Curve(fields));
        fields.RefuseOthers();
        if (rule.PeriodHours <= 0m)
            fields.Fail("periodHours", "must be positive");
        if (rule.PeriodRate is < 0m or > 1m)
            fields.Fail("periodRate", $"{rule.PeriodRate} is not in [0, 1]");
        if (rule.OpeningRate is < 0m or > 1m)
            fields.Fail("openingRate", $"{rule.OpeningRate} is not in [0, 1]");
        return rule;
    }

    private static BorrowRateCurve? Curve(RuleFields parent)
    {
        if (parent.Find("curve") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.interest.curve");
        BorrowRateCurve curve = new(fields.Number("base"), fields.Number("slope"), fields.Number("kink"));
        fields.RefuseOthers();
        if (curve.Base < 0m)
            fields.Fail("base", "is negative");
        if (curve.Slope < 0m)
            fields.Fail("slope", "is negative");
        if (curve.Kink is < 0m or > 1m)
            fields.Fail("kink", $"{curve.Kink} is not in [0, 1]");
        return curve;
    }
}
