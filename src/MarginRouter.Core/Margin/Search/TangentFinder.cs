using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.States;

namespace MarginRouter.Core.Margin.Search;

/// <summary>
/// Finds the tangents of an account's limits at the sizes of candidates that stand in a walk: for each limit the state that is the worst
/// there, and how it moves with each size and price. Slopes are differences to both sides; what they differ by is slack.
/// </summary>
internal sealed class TangentFinder(StateWalk walk)
{
    // Steps of a size and of a price, as shares of themselves; a size moves by a sixteenth of a lot at least.
    private const decimal Share = 1m / 1024m;
    private const decimal LeastStep = 1m / 16m;

    // Of the amounts in a limit: what double may be off by.
    private const double Rounding = 1e-9;

    private readonly StateReading<double> reading = new();
    private readonly List<int> worstAt = [];
    private readonly List<double> worst = [];
    private readonly List<decimal> filled = [];
    private StateFill[] at = [];

    /// <summary>True when every limit is convex in the sizes of the candidates that stand in the walk, from none to what they are.</summary>
    public bool IsConvex()
    {
        foreach (ref readonly StateFill child in walk.Children)
        {
            if (walk.Margin.OrderMatters(child.Slot))
                return false;
            foreach (Bend bend in walk.Margin.Bends(walk.Margin.Group(child.Slot)))
            {
                if (Crosses(bend))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Adds the tangents of a walk that has begun; none where a figure is missing.</summary>
    /// <param name="allowed">By limit: the excess that stands without candidates, where it is above zero.</param>
    /// <param name="found">Where they are added.</param>
    public void Find(ReadOnlySpan<LimitReading<decimal>> allowed, List<LimitTangent> found)
    {
        if (!TryFindWorst())
            return;
        at = [.. walk.Candidates];
        foreach (int state in worstAt.Distinct().ToArray())
            AddTangents(state, allowed, found);
    }

    private bool Crosses(Bend bend)
    {
        decimal low = bend.Base;
        decimal high = bend.Base;
        foreach (ref readonly StateFill child in walk.Children)
        {
            decimal change = child.Slot < bend.PerLot.Length ? bend.PerLot[child.Slot] * child.Signed : 0m;
            low += Math.Min(0m, change);
            high += Math.Max(0m, change);
        }

        foreach (decimal value in bend.Values)
        {
            if (value > low && value < high)
                return true;
        }

        return false;
    }

    private bool TryFindWorst()
    {
        worst.Clear();
        worstAt.Clear();
        for (int i = 0; i < walk.Count; i++)
        {
            walk.Read(i, reading);
            if (reading.Lacks)
                return false;
            ReadOnlySpan<LimitReading<double>> limits = CollectionsMarshal.AsSpan(reading.Limits);
            for (int limit = 0; limit < limits.Length; limit++)
            {
                if (limit == worst.Count)
                {
                    worst.Add(limits[limit].Excess);
                    worstAt.Add(i);
                }
                else if (limits[limit].Excess > worst[limit])
                {
                    worst[limit] = limits[limit].Excess;
                    worstAt[limit] = i;
                }
            }
        }

        return true;
    }

    private void AddTangents(int state, ReadOnlySpan<LimitReading<decimal>> allowed, List<LimitTangent> found)
    {
        walk.Read(state, reading);
        LimitReading<double>[] limits = [.. reading.Limits];
        double[] here = Excesses();
        var more = new double[at.Length][];
        var less = new double[at.Length][];
        var better = new double[at.Length][];
        for (int i = 0; i < at.Length; i++)
        {
            decimal step = Step(at[i].Lots);
            more[i] = Moved(state, i, at[i].Lots + step, at[i].Price);
            less[i] = Moved(state, i, at[i].Lots - step, at[i].Price);
            better[i] = Moved(state, i, at[i].Lots, at[i].Price * (1m - (at[i].Side.Sign() * Share)));
        }

        for (int limit = 0; limit < limits.Length; limit++)
        {
            if (worstAt[limit] != state)
                continue;
            double constant = here[limit];
            double slack = Rounding * Math.Max(Math.Abs(limits[limit].Required), Math.Abs(limits[limit].Available));
            var slopes = ImmutableArray.CreateBuilder<TangentSlope>(at.Length);
            for (int i = 0; i < at.Length; i++)
            {
                double step = (double)Step(at[i].Lots);
                double falling = (here[limit] - less[i][limit]) / step;
                double rising = (more[i][limit] - here[limit]) / step;
                constant -= falling * (double)at[i].Lots;
                slack += Math.Abs(rising - falling) * (double)at[i].Lots;
                slopes.Add(new TangentSlope(Exact(falling), Exact(Math.Max(0d, PerLotAndTick(here[limit] - better[i][limit], i)))));
            }

            if (double.IsFinite(constant) && double.IsFinite(slack))
            {
                LimitReading<decimal> before = allowed[limit];
                found.Add(new LimitTangent(
                    before.Reason, before.Subject, Math.Max(0m, before.Excess), Exact(constant), Exact(slack), slopes.MoveToImmutable()));
            }
        }
    }

    private double PerLotAndTick(double saved, int candidate)
    {
        decimal ticks = at[candidate].Price * Share / walk.Margin[at[candidate].Slot].TickSize;
        return saved / (double)(at[candidate].Lots * ticks);
    }

    private static decimal Step(decimal lots) => Math.Max(LeastStep, lots * Share);

    private static decimal Exact(double figure) => Math.Abs(figure) < 1e27 ? (decimal)figure : 0m;

    /// <summary>The limits in a state where a candidate has another size and price: filled as it was, as a whole or not at all.</summary>
    private double[] Moved(int state, int candidate, decimal lots, decimal price)
    {
        int child = walk.Pending.Length + candidate;
        filled.Clear();
        filled.AddRange(walk.Filled(state));
        if (filled[child] == at[candidate].Lots)
            filled[child] = lots;
        walk.Change(candidate, lots, price);
        walk.Read(CollectionsMarshal.AsSpan(filled), state, reading);
        walk.Change(candidate, at[candidate].Lots, at[candidate].Price);
        return Excesses();
    }

    private double[] Excesses()
    {
        var excesses = new double[worst.Count];
        for (int i = 0; i < excesses.Length && i < reading.Limits.Count; i++)
            excesses[i] = reading.Lacks ? double.NaN : reading.Limits[i].Excess;
        return excesses;
    }
}
