namespace MarginRouter.Core.Margin.Valuation;

/// <summary>The weighted median: half of the weight lies on either side.</summary>
public static class WeightedMedian
{
    /// <summary>
    /// The value at which the weights below and above balance; the middle of two where they balance exactly between them. A value that
    /// outweighs all others together would decide alone: with three or more values each then counts one, so that no single value can
    /// move the result out of the range of the others.
    /// </summary>
    /// <param name="values">At least one; sorted by this call, ascending.</param>
    /// <param name="weights">Positive, by value; moved along.</param>
    public static decimal Of(Span<decimal> values, Span<decimal> weights)
    {
        if (values.IsEmpty || values.Length != weights.Length)
            throw new ArgumentException($"{values.Length} values with {weights.Length} weights");
        values.Sort(weights);
        decimal total = 0m;
        decimal heaviest = 0m;
        foreach (decimal weight in weights)
        {
            total += weight;
            heaviest = Math.Max(heaviest, weight);
        }

        if (values.Length >= 3 && 2m * heaviest >= total)
        {
            weights.Fill(1m);
            total = values.Length;
        }

        decimal below = 0m;
        for (int i = 0; i < values.Length - 1; i++)
        {
            below += weights[i];
            if (2m * below > total)
                return values[i];
            if (2m * below == total)
                return (values[i] + values[i + 1]) / 2m;
        }

        return values[^1];
    }
}
