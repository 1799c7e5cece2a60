using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>The scenarios that limits may name. Immutable.</summary>
/// <param name="Sets">The stress files; names of entries are unique over all of them.</param>
public sealed record StressTable(ImmutableArray<StressSet> Sets)
{
    /// <summary>No scenario.</summary>
    public static StressTable Empty { get; } = new([]);

    /// <summary>The entry of a name; null when there is none.</summary>
    public StressRule? Find(string name) => Sets.SelectMany(set => set.Rules).FirstOrDefault(rule => rule.Name == name);

    /// <summary>
    /// True when an entry changes prices only, so that margin under it can be judged before a trade: funding to pay and thin books are
    /// costs over time, not prices.
    /// </summary>
    public static bool IsJudged(StressRule rule) => rule.Beside.Funding is null && rule.Beside.Liquidity is null;

    /// <summary>The prices of all scenarios that some limits mean for an account; a scenario that is not there is named as missing.</summary>
    /// <param name="floors">The limits.</param>
    /// <param name="reference">Instruments.</param>
    /// <param name="account">The account: patterns are made for what it holds.</param>
    /// <param name="traded">The asset about to be traded, for which patterns are made too.</param>
    /// <param name="prices">Today's prices.</param>
    public ImmutableArray<StressedPrices> Prices(
        ImmutableArray<StressFloor> floors, ReferenceData reference, MarginAccount account, Asset traded, PriceVector prices)
    {
        if (floors.IsEmpty)
            return [];
        StressExposure held = StressExposure.Of(reference, [account]);
        StressExposure exposure = held with { Underlyings = held.Underlyings.Add(traded.Code) };
        ImmutableArray<StressedPrices>.Builder found = ImmutableArray.CreateBuilder<StressedPrices>();
        foreach (StressFloor floor in floors)
        {
            StressSet? set = Sets.FirstOrDefault(one => one.Rules.Any(rule => rule.Name == floor.Scenario));
            if (set is null)
            {
                found.Add(new StressedPrices(
                    floor.Scenario, prices, floor.UtilisationLimit, new Refusal(RefusalReason.RuleSetMissing, $"stress scenario {floor.Scenario}")));
                continue;
            }

            foreach (StressScenario scenario in set.Rules.Single(rule => rule.Name == floor.Scenario).For(exposure, set.Pegged))
            {
                PriceVector stressed = scenario.Apply(reference, prices, account.Subaccount.Reporting);
                found.Add(new StressedPrices(scenario.Name, stressed, floor.UtilisationLimit, null));
            }
        }

        return found.ToImmutable();
    }
}
