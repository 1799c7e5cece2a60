using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// The accounts of one instrument as a single rising ladder: the rungs of their carry, each as large as the account's room allows,
/// cheapest first. Only for instruments whose accounts cost differently.
/// </summary>
internal sealed class AccountCurve(Candidate[] candidates, Side side)
{
    private readonly List<Rung> rungs = [];

    /// <summary>Lots on all rungs.</summary>
    public long Capacity => rungs.Count == 0 ? 0 : rungs[^1].Through;

    /// <summary>The rungs, cheapest first.</summary>
    public IReadOnlyList<Rung> Rungs => rungs;

    /// <summary>Lays the rungs out for the rooms at a price; floors come first, because they are taken.</summary>
    /// <param name="constraints">Who takes part; null for everybody, without floors.</param>
    /// <param name="price">The limit price of the instrument's children.</param>
    /// <param name="basePerLot">Base units in a lot.</param>
    public void Build(SplitConstraints? constraints, PriceTicks price, decimal basePerLot)
    {
        rungs.Clear();
        foreach (Candidate candidate in candidates)
        {
            if (constraints?.Excluded[candidate.Index] == true)
                continue;
            long floor = constraints?.Floor[candidate.Index] ?? 0;
            long room = Math.Max(floor, candidate.Room(price, long.MaxValue, side));
            if (floor > 0)
                rungs.Add(new Rung(candidate, floor, decimal.MinValue));
            AddRungs(candidate, floor, room, basePerLot);
        }

        rungs.Sort(static (left, right) =>
        {
            int order = left.PerBase.CompareTo(right.PerBase);
            return order != 0 ? order : Candidate.Precedence(left.Candidate, right.Candidate);
        });
        long through = 0;
        for (int i = 0; i < rungs.Count; i++)
        {
            through += rungs[i].Lots;
            rungs[i] = rungs[i] with { Through = through };
        }
    }

    /// <summary>The rung of the lot that follows so many; null when there is none.</summary>
    public Rung? After(long lots)
    {
        foreach (Rung rung in rungs)
        {
            if (rung.Through > lots)
                return rung;
        }

        return null;
    }

    private void AddRungs(Candidate candidate, long floor, long room, decimal basePerLot)
    {
        if (candidate.Carry is not { } carry)
        {
            if (room > floor)
                rungs.Add(new Rung(candidate, room - floor, 0m));
            return;
        }

        long from = floor;
        for (int i = 0; i < carry.Rungs && from < room; i++)
        {
            long to = Math.Min(room, carry.Through(i));
            if (to <= from)
                continue;
            rungs.Add(new Rung(candidate, to - from, carry.PerLot(i).Objective / basePerLot));
            from = to;
        }
    }

    /// <summary>A stretch of one account.</summary>
    /// <param name="Candidate">Whose.</param>
    /// <param name="Lots">How long.</param>
    /// <param name="PerBase">Added to a base unit's cost; the least decimal for what is taken already.</param>
    internal readonly record struct Rung(Candidate Candidate, long Lots, decimal PerBase)
    {
        /// <summary>Lots of this and all cheaper rungs.</summary>
        public long Through { get; init; }
    }
}
