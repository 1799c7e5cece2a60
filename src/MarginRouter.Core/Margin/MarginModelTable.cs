using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>The margin models that are in use, by the name of their rule set. An account for which its venue has stated tables has a model of its own.</summary>
public sealed class MarginModelTable
{
    private ImmutableSortedDictionary<string, IMarginModel> models;
    private ImmutableSortedDictionary<int, IMarginModel> own = ImmutableSortedDictionary.Create<int, IMarginModel>();

    /// <summary>Makes the table; throws <see cref="ArgumentException"/> when two models carry the same name.</summary>
    public MarginModelTable(ImmutableArray<IMarginModel> models) =>
        this.models = models.ToImmutableSortedDictionary(model => model.RuleSet, model => model, StringComparer.Ordinal);

    /// <summary>The scenarios that limits may name.</summary>
    public StressTable Stress { get; init; } = StressTable.Empty;

    /// <summary>Counts the changes: while it stays, so do the models.</summary>
    internal int Version { get; private set; }

    /// <summary>All rule sets, in ordinal order of their names.</summary>
    public IEnumerable<IMarginModel> Models => models.Values;

    /// <summary>Puts a model in the place of the one with its name.</summary>
    internal void Replace(IMarginModel model)
    {
        models = models.SetItem(model.RuleSet, model);
        Version++;
    }

    /// <summary>Gives an account a model of its own, which wins over that of its rule set: tables that its venue has stated for it.</summary>
    internal void Replace(SubaccountId account, IMarginModel model)
    {
        own = own.SetItem(account.Value, model);
        Version++;
    }

    /// <summary>The model of a subaccount: its own, else that of its rule set; when its rule set is not loaded gives the refusal <see cref="RefusalReason.RuleSetMissing"/>.</summary>
    public bool TryFind(Subaccount subaccount, out IMarginModel? model, out Refusal? refusal)
    {
        refusal = (own.TryGetValue(subaccount.Id.Value, out model) && model.RuleSet == subaccount.RuleSet)
            || models.TryGetValue(subaccount.RuleSet, out model)
            ? null
            : new Refusal(RefusalReason.RuleSetMissing, $"{subaccount.RuleSet} of {subaccount.Name}");
        return refusal is null;
    }
}
