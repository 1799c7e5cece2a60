using MarginRouter.Core.Margin.States;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>The plain oracle of reachable states: every lot of every child filled or open, children filling in every order where that matters.</summary>
internal static class DenseStates
{
    /// <summary>True when no limit is exceeded beyond what it is without candidates; null when a state cannot be read.</summary>
    public static bool? Holds(IStateMargin margin, StateFill[] pending, StateFill[] candidates)
    {
        decimal[]? before = Worst(margin, pending);
        decimal[]? after = Worst(margin, [.. pending, .. candidates]);
        if (before is null || after is null)
            return null;
        for (int i = 0; i < after.Length; i++)
        {
            if (after[i] > Math.Max(0m, before[i]))
                return false;
        }

        return true;
    }

    /// <summary>Largest excess of each limit over all states.</summary>
    public static decimal[]? Worst(IStateMargin margin, StateFill[] children)
    {
        decimal[]? worst = null;
        long[] filled = new long[children.Length];
        StateReading<decimal> reading = new();
        int[][] orders = OrdersOf(margin, children);
        while (true)
        {
            foreach (int[] order in orders)
            {
                Read(margin, children, filled, order, reading);
                if (reading.Lacks)
                    return null;
                worst ??= [.. reading.Limits.Select(_ => decimal.MinValue)];
                for (int i = 0; i < worst.Length; i++)
                    worst[i] = Math.Max(worst[i], reading.Limits[i].Excess);
            }

            int child = 0;
            while (child < children.Length && filled[child] == (long)children[child].Lots)
                filled[child++] = 0;
            if (child == children.Length)
                return worst;
            filled[child]++;
        }
    }

    /// <summary>The orders in which children may fill, as their places: one where the order does not matter.</summary>
    public static int[][] OrdersOf(IStateMargin margin, StateFill[] children)
    {
        int[] given = [.. Enumerable.Range(0, children.Length)];
        return Array.Exists(children, child => margin.OrderMatters(child.Slot)) ? [.. Orders(given)] : [given];
    }

    private static IEnumerable<int[]> Orders(int[] places) => places.Length < 2
        ? [places]
        : places.SelectMany(first => Orders([.. places.Where(place => place != first)]).Select(rest => (int[])[first, .. rest]));

    private static void Read(IStateMargin margin, StateFill[] children, long[] filled, int[] order, StateReading<decimal> reading)
    {
        List<StateFill> done = [];
        List<StateFill> open = [];
        foreach (int i in order)
        {
            if (filled[i] > 0)
                done.Add(children[i] with { Lots = filled[i] });
            if (filled[i] < children[i].Lots)
                open.Add(children[i] with { Lots = children[i].Lots - filled[i] });
        }

        margin.Read<decimal>([.. done], [.. open], reading);
    }
}
