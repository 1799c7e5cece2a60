namespace MarginRouter.Core.Routing.Search;

/// <summary>Counts work units: one for every question to an account's limits and one for every merge of the books.</summary>
internal sealed class WorkBudget
{
    private int limit;
    private int heldBack;

    public int Used { get; private set; }

    public bool IsExhausted { get; private set; }

    /// <summary>True when some part of the decision wanted more units than it might spend, even when units held back were left for the next.</summary>
    public bool WasExhausted { get; private set; }

    /// <summary>Units that are left.</summary>
    public int Left => IsExhausted ? 0 : limit - Used;

    /// <summary>Begins a decision.</summary>
    public void Open(int units)
    {
        limit = units;
        heldBack = 0;
        Used = 0;
        IsExhausted = false;
        WasExhausted = false;
    }

    /// <summary>Keeps units from whoever spends until <see cref="Return"/>; what is used stays used.</summary>
    public void HoldBack(int units)
    {
        heldBack = units;
        limit -= units;
    }

    /// <summary>Gives back what was held, and with it whoever comes next may spend again.</summary>
    public void Return()
    {
        limit += heldBack;
        IsExhausted &= heldBack == 0;
        heldBack = 0;
    }

    /// <summary>Takes units that were spent.</summary>
    public void Spend(int units) => Used += units;

    /// <summary>Takes one unit; false, and exhausted from then on, when none is left.</summary>
    public bool TrySpend()
    {
        if (Used >= limit)
        {
            IsExhausted = true;
            WasExhausted = true;
            return false;
        }

        Used++;
        return true;
    }
}
