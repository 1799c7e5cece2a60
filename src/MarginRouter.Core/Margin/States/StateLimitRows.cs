using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>The limits that every account has which is judged as a whole.</summary>
internal static class StateLimitRows
{
    /// <summary>
    /// Utilisation from which the venue's ladder takes no order that adds risk; null where it has no such step (margin-models section
    /// 10.1: every ratio is rescaled so that 1 is liquidation).
    /// </summary>
    public static decimal? Ladder(MarginRuleSet rules)
    {
        if (rules.Ratio is not { } ratio)
            return null;
        foreach (LadderStep step in rules.Ladder)
        {
            if (step.Action is LadderAction.BlockOrders or LadderAction.ReduceOnly)
            {
                return ratio.Form switch
                {
                    RatioForm.RequirementOverEquity => step.At / ratio.LiquidateAt,
                    RatioForm.EquityOverRequirement => ratio.LiquidateAt / step.At,
                };
            }
        }

        return null;
    }

    /// <summary>Adds the one limit that is asked about under stress, for each part of a reading; false when today's limits are asked about.</summary>
    public static bool AddFloor(StateReading reading, StressFloor? floor)
    {
        if (floor is null)
            return false;
        foreach (PartReading part in reading.Parts)
        {
            reading.Limits.Add(new LimitReading(
                RefusalReason.StressUtilisation,
                $"{part.Subject} in {floor.Scenario}",
                part.Requirement,
                floor.UtilisationLimit * part.Equity,
                floor.UtilisationLimit));
        }

        return true;
    }

    /// <summary>Adds the desk's utilisation limit and the venue's ladder for each part of a reading.</summary>
    public static void AddParts(StateReading reading, Subaccount subaccount, decimal? ladder)
    {
        decimal limit = subaccount.UtilisationLimit;
        foreach (PartReading part in reading.Parts)
            reading.Limits.Add(new LimitReading(RefusalReason.MaintenanceUtilisation, part.Subject, part.Requirement, limit * part.Equity, limit));
        if (ladder is not { } step)
            return;
        foreach (PartReading part in reading.Parts)
            reading.Limits.Add(new LimitReading(RefusalReason.VenueAcceptance, part.Subject, part.Requirement, step * part.Equity, step));
    }

    /// <summary>What the venue asks for against what it grants, less the share that the desk leaves free.</summary>
    public static LimitReading Acceptance(Subaccount subaccount, string subject, decimal required, decimal available)
    {
        decimal usable = 1m - subaccount.AcceptanceReserve;
        return new LimitReading(
            RefusalReason.VenueAcceptance,
            subject,
            required,
            available > 0m ? available * usable : available,
            usable == 1m ? null : usable);
    }
}
