using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Liquidation;

/// <summary>
/// How near a venue is to closing positions against their holders, as one figure that a route's cost can weigh: a hedge that is taken
/// away leaves the other leg open.
/// </summary>
/// <param name="Nearness">0 when the fund has lost nothing, 1 when deleveraging is due; in [0, 1].</param>
/// <param name="IsDeleveraging">True when it is due.</param>
public sealed record VenueRisk(decimal Nearness, bool IsDeleveraging)
{
    /// <summary>The risk by a venue's rule and the state of its fund.</summary>
    public static VenueRisk Of(DeleveragingRule rule, InsuranceFund fund)
    {
        bool triggered = Deleveraging.IsTriggered(rule, fund);
        decimal nearness = triggered ? 1m : rule.Trigger is { } trigger ? Math.Clamp(fund.Drawdown / trigger, 0m, 1m) : 0m;
        return new VenueRisk(nearness, triggered);
    }

    /// <summary>Cost per unit of notional that a route through this venue bears, rising linearly to the full charge.</summary>
    /// <param name="atTrigger">Charge when deleveraging is due, as a plain fraction of notional; not negative.</param>
    public decimal Charge(decimal atTrigger) => Nearness * atTrigger;
}
