namespace MarginRouter.Core.Margin.Rules;

/// <summary>Reads and checks the member "liquidation" of a rule file.</summary>
internal static class LiquidationRuleReader
{
    /// <summary>The rule; null when the file has none.</summary>
    public static LiquidationRule? Read(RuleFields parent)
    {
        if (parent.Find("liquidation") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.liquidation");
        PartialLiquidation partial = fields.Word("partial", PartialLiquidation.Unstated);
        LiquidationRule rule = new()
        {
            Partial = partial,
            TiersDown = Only(fields, "tiersDown", partial == PartialLiquidation.LowerTier) is { } down ? Whole(fields, "tiersDown", down) : 1,
            FromTier = Only(fields, "fromTier", partial == PartialLiquidation.LowerTier) is { } from ? Whole(fields, "fromTier", from) : 2,
            Share = Only(fields, "share", partial == PartialLiquidation.ShareThenRest) ?? 1m,
            WholeUpTo = fields.OptionalNumber("wholeUpTo") ?? 0m,
            Target = Only(fields, "target", partial == PartialLiquidation.ToRatio) ?? 1m,
            WaitSeconds = fields.OptionalNumber("waitSeconds"),
            BackstopShare = fields.OptionalNumber("backstopShare"),
            Fee = fields.OptionalNumber("fee"),
            CancelsOrders = fields.Flag("cancelsOrders"),
            Deleveraging = Deleveraging(fields),
        };
        fields.RefuseOthers();
        InShare(fields, "share", rule.Share);
        InShare(fields, "target", rule.Target);
        InShare(fields, "backstopShare", rule.BackstopShare);
        if (rule.Fee is < 0m or > 1m)
            fields.Fail("fee", $"{rule.Fee} is not in [0, 1]");
        if (rule.WholeUpTo < 0m)
            fields.Fail("wholeUpTo", "is negative");
        if (rule.WaitSeconds < 0m)
            fields.Fail("waitSeconds", "is negative");
        return rule;
    }

    private static DeleveragingRule? Deleveraging(RuleFields parent)
    {
        if (parent.Find("deleveraging") is not { } value)
            return null;
        RuleFields fields = parent.Below(value, "$.liquidation.deleveraging");
        DeleveragingRule rule = new(
            fields.OptionalNumber("trigger"),
            fields.OptionalNumber("stop"),
            fields.OptionalNumber("windowHours"),
            fields.Word("price", DeleveragingPrice.Bankruptcy));
        fields.RefuseOthers();
        InShare(fields, "trigger", rule.Trigger);
        InShare(fields, "stop", rule.Stop);
        if (rule.Stop > rule.Trigger)
            fields.Fail("stop", $"{rule.Stop} is above the trigger {rule.Trigger}");
        if (rule.WindowHours <= 0m || (rule.WindowHours is null && rule.Trigger is not null))
            fields.Fail("windowHours", "must be positive where there is a trigger");
        return rule;
    }

    private static decimal? Only(RuleFields fields, string name, bool meant)
    {
        decimal? value = fields.OptionalNumber(name);
        if (value is not null && !meant)
            fields.Fail(name, "has no meaning under this partial rule");
        return value;
    }

    private static int Whole(RuleFields fields, string name, decimal value)
    {
        if (value is >= 1m and <= 1_000m && value == decimal.Truncate(value))
            return (int)value;
        fields.Fail(name, $"{value} is not a whole number from 1");
        return 1;
    }

    private static void InShare(RuleFields fields, string name, decimal? value)
    {
        if (value is <= 0m or > 1m)
            fields.Fail(name, $"{value} is not in (0, 1]");
    }
}
