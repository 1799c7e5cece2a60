using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Live;

/// <summary>
/// The rule sets in use: those of the files and, by account, the tables that its venue has stated for it (brackets differ by fee tier and
/// by choice of the account). Owned by the engine's thread; every change is an event, so that a journal gives the same rules again.
/// </summary>
public sealed class LiveMarginTables
{
    private readonly SortedDictionary<string, MarginRuleSet> current = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, MarginRuleSet> own = [];
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

    /// <summary>The file's rules of a name; null when there are none.</summary>
    public MarginRuleSet? Find(string ruleSet) => current.GetValueOrDefault(ruleSet);

    /// <summary>The rules of an account under a name: with the tables stated for it where there are any; null when there are no such rules.</summary>
    public MarginRuleSet? Find(SubaccountId account, string ruleSet) =>
        own.TryGetValue(account.Value, out MarginRuleSet? rules) && rules.Name == ruleSet ? rules : Find(ruleSet);

    /// <summary>True while a file may not serve and the venue has sent nothing for the account.</summary>
    public bool IsExpired(SubaccountId account, string ruleSet) => expired.Contains(ruleSet) && !own.ContainsKey(account.Value);

    /// <summary>Ends the use of a file in live trading, for every account until its venue sends tables for it; false when no rule set has this name.</summary>
    public bool Expire(string ruleSet)
    {
        if (!current.TryGetValue(ruleSet, out MarginRuleSet? rules))
            return false;
        expired.Add(ruleSet);
        Models.Replace(new FrameModel(new ExpiredRules(rules)));
        return true;
    }

    /// <summary>
    /// Takes tables that a venue has stated for an account. Each is judged alone: what lies outside the band is refused and the old one
    /// stays. The tables of an expired file serve no more: only what was received does. Other accounts keep theirs.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="ruleSet">Its rule set.</param>
    /// <param name="tables">The tables.</param>
    /// <returns>What was refused; empty when all were taken.</returns>
    public ImmutableArray<Refusal> Take(SubaccountId account, string ruleSet, ImmutableArray<InstrumentTiers> tables)
    {
        if (Find(account, ruleSet) is not { } rules)
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
        {
            MarginRuleSet changed = rules with { Tiers = IsExpired(account, ruleSet) ? taken.ToImmutable() : rules.Tiers.SetItems(taken) };
            own[account.Value] = changed;
            Models.Replace(account, MarginModelFactory.Create(changed));
        }

        return refused.ToImmutable();
    }

    private static TierTable Continuous(ImmutableArray<MarginTier> tiers)
    {
        ImmutableArray<decimal> deductions = TierTable.Deductions(tiers.AsSpan());
        return new TierTable([.. tiers.Select((tier, i) => tier with { Deduction = deductions[i] })]);
    }
}
