using System.Collections.Immutable;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Live;

/// <summary>
/// The rule sets in use: those of the files, with tables of the venues in the place of the files' where they have been received. Owned by
/// the engine's thread; every change is an event, so that a journal gives the same rules again.
/// </summary>
public sealed class LiveMarginTables
{
    private readonly SortedDictionary<string, MarginRuleSet> current = new(StringComparer.Ordinal);
    private readonly SortedSet<string> expired = new(StringComparer.Ordinal);

    /// <summary>Starts with the files.</summary>
    /// <param name="files">The rule sets.</param>
    /// <param name="stress">Scenarios that limits of desks may name; null for none.</param>
    public LiveMarginTables(IEnumerable<MarginRuleSet> files, StressTable? stress = null)
    {
        foreach (MarginRuleSet rules in files)
            current.Add(rules.Name, rules);
        Models = new MarginModelTable([.. current.Values.Select(MarginModelFactory.Create)]) { Stress = stress ?? StressTable.Empty };
    }

    /// <summary>The models in use; they change with every table that is taken.</summary>
    public MarginModelTable Models { get; }

    /// <summary>The rules in use under a name; null when there are none.</summary>
    public MarginRuleSet? Find(string ruleSet) => current.GetValueOrDefault(ruleSet);

    /// <summary>True while a file may not serve and its venue has sent nothing.</summary>
    public bool IsExpired(string ruleSet) => expired.Contains(ruleSet);

    /// <summary>Ends the use of a file in live trading until its venue sends tables; false when no rule set has this name.</summary>
    public bool Expire(string ruleSet)
    {
        if (!current.TryGetValue(ruleSet, out MarginRuleSet? rules))
            return false;
        expired.Add(ruleSet);
        Models.Replace(new FrameModel(new ExpiredRules(rules)));
        return true;
    }

    /// <summary>
    /// Takes tables of a venue. Each is judged alone: what lies outside the band is refused and the old one stays. The tables of an expired
    /// file serve no more: only what was received does.
    /// </summary>
    /// <param name="ruleSet">The rule set that they belong to.</param>
    /// <param name="tables">The tables.</param>
    /// <returns>What was refused; empty when all were taken.</returns>
    public ImmutableArray<Refusal> Take(string ruleSet, ImmutableArray<InstrumentTiers> tables)
    {
        if (!current.TryGetValue(ruleSet, out MarginRuleSet? rules))
            return [new Refusal(RefusalReason.RuleSetMissing, ruleSet)];
        ImmutableArray<Refusal>.Builder refused = ImmutableArray.CreateBuilder<Refusal>();
        var taken = ImmutableSortedDictionary.CreateBuilder<string, TierTable>(StringComparer.Ordinal);
        foreach (InstrumentTiers received in tables)
        {
            string name = rules.Symbols.GetValueOrDefault(received.Instrument, received.Instrument);
            if (TableBand.Judge(received.Instrument, received.Tiers, rules.FindTiers(received.Instrument), rules.Live) is { } refusal)
                refused.Add(refusal);
            else
                taken[name] = Continuous(received.Tiers);
        }

        if (taken.Count > 0)
            Use(rules, taken.ToImmutable());
        return refused.ToImmutable();
    }

    private void Use(MarginRuleSet rules, ImmutableSortedDictionary<string, TierTable> taken)
    {
        bool fresh = expired.Remove(rules.Name);
        MarginRuleSet changed = rules with { Tiers = fresh ? taken : rules.Tiers.SetItems(taken) };
        current[rules.Name] = changed;
        Models.Replace(MarginModelFactory.Create(changed));
    }

    private static TierTable Continuous(ImmutableArray<MarginTier> tiers)
    {
        ImmutableArray<decimal> deductions = TierTable.Deductions(tiers.AsSpan());
        return new TierTable([.. tiers.Select((tier, i) => tier with { Deduction = deductions[i] })]);
    }
}
