namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>A high quantile of the last errors, in which older ones weigh less. The same errors in the same order give the same band.</summary>
public sealed class ErrorBand
{
    private readonly ReconciliationPolicy policy;
    private readonly decimal[] errors;
    private readonly decimal[] weights;
    private readonly (decimal Error, decimal Weight)[] sorted;
    private int next;

    /// <summary>Makes a band without errors; throws <see cref="ArgumentOutOfRangeException"/> for a policy out of its ranges.</summary>
    public ErrorBand(ReconciliationPolicy policy)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(policy.Memory, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(policy.Decay);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.Decay, 1m);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(policy.Quantile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(policy.Quantile, 1m);
        this.policy = policy;
        errors = new decimal[policy.Memory];
        sorted = new (decimal, decimal)[policy.Memory];
        weights = new decimal[policy.Memory];
        decimal weight = 1m;
        for (int i = 0; i < weights.Length; i++, weight *= policy.Decay)
            weights[i] = weight;
    }

    /// <summary>Number of errors kept.</summary>
    public int Count { get; private set; }

    /// <summary>The least error that covers the quantile of the weights; zero before the first.</summary>
    public decimal Value { get; private set; }

    /// <summary>Takes an error; not negative.</summary>
    public void Add(decimal error)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(error);
        errors[next] = error;
        next = (next + 1) % errors.Length;
        Count = Math.Min(Count + 1, errors.Length);
        decimal total = 0m;
        for (int age = 0; age < Count; age++)
        {
            int place = (next - 1 - age + errors.Length) % errors.Length;
            sorted[age] = (errors[place], weights[age]);
            total += weights[age];
        }

        Array.Sort(sorted, 0, Count);
        decimal covered = 0m;
        for (int i = 0; i < Count; i++)
        {
            covered += sorted[i].Weight;
            Value = sorted[i].Error;
            if (covered >= policy.Quantile * total)
                return;
        }
    }
}
