using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress.History;

/// <summary>Returns of assets, one row per period, periods of one length without a gap.</summary>
/// <param name="Assets">Asset codes in column order.</param>
/// <param name="Dates">First day of each period, rising by the same number of days.</param>
/// <param name="Returns">Relative moves of all assets by period, above -1.</param>
public sealed record ReturnHistory(
    ImmutableArray<string> Assets, ImmutableArray<DateOnly> Dates, ImmutableArray<ImmutableArray<decimal>> Returns)
{
    /// <summary>Compound moves over windows of some consecutive periods; windows overlap, each begins one period after the other.</summary>
    /// <param name="horizon">Number of periods; positive.</param>
    public ImmutableArray<HistoryWindow> Windows(int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ImmutableArray<HistoryWindow>.Builder windows = ImmutableArray.CreateBuilder<HistoryWindow>();
        for (int start = 0; start + horizon <= Returns.Length; start++)
        {
            var moves = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
            for (int column = 0; column < Assets.Length; column++)
            {
                decimal factor = 1m;
                for (int period = start; period < start + horizon; period++)
                    factor *= 1m + Returns[period][column];
                moves[Assets[column]] = factor - 1m;
            }

            windows.Add(new HistoryWindow(Dates[start], moves.ToImmutable()));
        }

        return windows.ToImmutable();
    }
}
