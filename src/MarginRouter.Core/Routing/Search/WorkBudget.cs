namespace MarginRouter.Core.Routing.Search;

/// <summary>Counts work units: one for every question to an account's limits and one for every merge of the books.</summary>
internal sealed class WorkBudget
{
    private int limit;

    public int Used { get; private set; }

    public bool IsExhausted { get; private set; }

    /// <summary>Units that are left.</summary>
    public int Left => IsExhausted ? 0 : limit - Used;

    /// <summary>Begins a decision.</summary>
    public void Open(int units)
    {
        limit = units;
        Used = 0;
        IsExhausted = false;
    }

    /// <summary>Takes units that were spent.</summary>
    public void Spend(int units) => Used += units;

    /// <summary>Takes one unit; false, and exhausted from then on, when none is left.</summary>
    public bool TrySpend()
    {
        if (Used >= limit)
        {
            IsExhausted = true;
            return false;
        }

        Used++;
        return true;
    }
}
