using System.Numerics;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
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

    /// <summary>Adds the desk's utilisation limit and the venue's ladder for each part of a reading.</summary>
    public static void AddParts<T>(StateReading<T> reading, Subaccount subaccount, decimal? ladder)
        where T : struct, INumber<T>
    {
        AddParts(reading, RefusalReason.MaintenanceUtilisation, subaccount.UtilisationLimit);
        if (ladder is { } step)
            AddParts(reading, RefusalReason.VenueAcceptance, step);
    }

    /// <summary>What the venue asks for against what it grants, less the share that the desk leaves free.</summary>
    public static LimitReading<T> Acceptance<T>(Subaccount subaccount, string subject, T required, T available)
        where T : struct, INumber<T>
    {
        decimal usable = 1m - subaccount.AcceptanceReserve;
        return new LimitReading<T>(
            RefusalReason.VenueAcceptance,
            subject,
            required,
            available > T.Zero && usable != 1m ? available * T.CreateChecked(usable) : available,
            usable == 1m ? null : usable);
    }

    private static void AddParts<T>(StateReading<T> reading, RefusalReason reason, decimal limit)
        where T : struct, INumber<T>
    {
        T share = T.CreateChecked(limit);
        foreach (PartReading<T> part in reading.Parts)
            reading.Limits.Add(new LimitReading<T>(reason, part.Subject, part.Requirement, share * part.Equity, limit));
    }
}
