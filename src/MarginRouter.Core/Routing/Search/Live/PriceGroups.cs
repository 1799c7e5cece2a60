using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search.Live;

/// <summary>
/// The levels of a ladder in a few groups, so that what an account requires of a size can take into account which price that size reaches:
/// more lots have a worse limit price, and a worse price costs more equity on every one of them.
/// </summary>
/// <param name="ladder">The ladder, read as far as it matters.</param>
/// <param name="from">The level whose price the size has at best.</param>
/// <param name="levels">Number of its levels that matter; more than the one before.</param>
internal sealed class PriceGroups(TakerLadder ladder, int from, int levels)
{
    /// <summary>Most groups.</summary>
    public const int Most = 8;

    private readonly int count = Math.Min(Most, levels - from);

    /// <summary>The best price in a group; of the last one, when there are fewer.</summary>
    public PriceTicks Price(int group) => ladder.Price(First(Math.Min(group, count - 1)));

    /// <summary>
    /// The lines that the largest of is nowhere above what a size requires at the price that it reaches. A line that rises by s in a group
    /// takes the size times s there; between the ends of groups that is above the chord, and the chords that are convex are lines again.
    /// </summary>
    /// <param name="byGroup">By group: the account's lines at the group's best price, in the same order.</param>
    public ImmutableArray<AccountRowLine> Lines(IReadOnlyList<ImmutableArray<AccountRowLine>> byGroup)
    {
        var lines = ImmutableArray.CreateBuilder<AccountRowLine>();
        for (int line = 0; line < byGroup[0].Length; line++)
            AddChords(byGroup, line, lines);
        return lines.ToImmutable();
    }

    private void AddChords(IReadOnlyList<ImmutableArray<AccountRowLine>> byGroup, int line, ImmutableArray<AccountRowLine>.Builder lines)
    {
        List<(decimal Lots, decimal Required)> hull = [(0m, 0m)];
        for (int group = 0; group < count; group++)
        {
            // What a later group requires less is not counted, because the total may reach it through other accounts.
            decimal perLot = decimal.MaxValue;
            for (int later = group; later < count; later++)
                perLot = Math.Min(perLot, byGroup[later][line].PerLot);
            decimal lots = ladder.Through(group == count - 1 ? levels - 1 : First(group + 1) - 1);
            if (lots == hull[^1].Lots)
                continue;
            var end = (lots, lots * perLot);
            while (hull.Count > 1 && Slope(hull[^1], end) <= Slope(hull[^2], hull[^1]))
                hull.RemoveAt(hull.Count - 1);
            hull.Add(end);
        }

        for (int i = 1; i < hull.Count; i++)
        {
            decimal slope = Slope(hull[i - 1], hull[i]);
            lines.Add(new AccountRowLine(byGroup[0][line].AtNone + hull[i].Required - (slope * hull[i].Lots), slope));
        }
    }

    private static decimal Slope((decimal Lots, decimal Required) from, (decimal Lots, decimal Required) to) =>
        (to.Required - from.Required) / (to.Lots - from.Lots);

    private int First(int group) => from + (group * (levels - from) / count);
}
