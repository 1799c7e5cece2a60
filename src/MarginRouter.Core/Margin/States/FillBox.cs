using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// The fill states at which the limits of an account judged as a whole are the worst. Reachable is the box of all partial fills of all
/// children. A limit in money form (requirement less a share of equity) is convex over the box wherever no bend lies, because
/// requirements are maxima and sums of convex charges and equity is concave; so its largest value is taken at a corner of the box
/// (every child filled or open as a whole) or where an edge of the box meets a bend. Bends of different groups move with different
/// children, so their points combine freely; within a group all values of one affine figure are parallel, and a group with two figures
/// that both bend inside the box is refused, because they may meet inside a face. A figure that takes its value at an end of its range
/// alone (a flat account that begins to hold, a hedge that begins) does not bend inside. Points between two lots are dominated by the point
/// itself, which is therefore read too. Kept and filled again from question to question.
/// </summary>
internal sealed class FillBox
{
    /// <summary>States that are read for one question at most; more are refused by name.</summary>
    public const int MostStates = 4_096;

    private const int MostMembers = 12;

    private readonly IStateMargin margin;
    private readonly List<decimal> own = [];
    private readonly List<int> members = [];
    private List<decimal> states = [];
    private List<decimal> before = [];
    private int children;

    /// <summary>Makes a box for an account.</summary>
    public FillBox(IStateMargin margin) => this.margin = margin;

    /// <summary>Number of states.</summary>
    public int Count { get; private set; }

    /// <summary>True when each state must also be read with its fills in reverse.</summary>
    public bool BothOrders { get; private set; }

    /// <summary>Filled lots by child in a state.</summary>
    public ReadOnlySpan<decimal> this[int state] =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(states).Slice(state * children, children);

    /// <summary>Takes in children; the refusal when their states cannot all be read.</summary>
    /// <param name="placed">What may fill.</param>
    /// <param name="fillStates">Any reachable state, or the last one only.</param>
    public Refusal? Take(ReadOnlySpan<StateFill> placed, FillStatePolicy fillStates)
    {
        children = placed.Length;
        states.Clear();
        Count = 1;
        BothOrders = false;
        if (CheckOrders(placed) is { } unordered)
            return unordered;
        foreach (ref readonly StateFill child in placed)
            states.Add(fillStates == FillStatePolicy.Final ? child.Lots : 0m);
        if (fillStates == FillStatePolicy.Final)
            return null;
        for (int i = 0; i < placed.Length; i++)
        {
            int group = margin.Group(placed[i].Slot);
            if (!FillMembers(placed, group, i))
                continue;
            if (Combine(placed, group) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>The children of a group; false when its first one stands before.</summary>
    private bool FillMembers(ReadOnlySpan<StateFill> placed, int group, int first)
    {
        members.Clear();
        for (int i = 0; i < placed.Length; i++)
        {
            if (margin.Group(placed[i].Slot) != group)
                continue;
            if (i < first)
                return false;
            members.Add(i);
        }

        return true;
    }

    /// <summary>
    /// Where the order of fills matters, children of one side differ only in the lots that close and those that open when the position
    /// crosses flat; every figure is affine in the price of those, so both ends of the order are enough. With both sides open there is
    /// a continuum of orders, which is refused.
    /// </summary>
    private Refusal? CheckOrders(ReadOnlySpan<StateFill> placed)
    {
        for (int slot = 0; slot < margin.SlotCount; slot++)
        {
            if (!margin.OrderMatters(slot))
                continue;
            StateFill first = default;
            bool prices = false;
            decimal change = 0m;
            foreach (ref readonly StateFill child in placed)
            {
                if (child.Slot != slot || child.Lots == 0m)
                    continue;
                if (first.Lots == 0m)
                    first = child;
                if (child.Side != first.Side)
                    return new Refusal(RefusalReason.FillStatesUnproven, $"{margin[slot].Symbol}: orders on both sides");
                prices |= child.Price != first.Price;
                change += child.Signed;
            }

            decimal held = margin.Held(slot);
            BothOrders |= prices && (held + change) * held < 0m;
        }

        return null;
    }

    private Refusal? Combine(ReadOnlySpan<StateFill> placed, int group)
    {
        if (OwnStates(placed, group) is { } refusal)
            return refusal;
        int width = members.Count;
        int count = own.Count / width;
        if ((long)Count * count > MostStates)
            return TooMany(placed, (decimal)Count * count);
        (before, states) = (states, before);
        states.Clear();
        for (int rest = 0; rest < Count; rest++)
        {
            for (int part = 0; part < count; part++)
            {
                int start = states.Count;
                for (int i = 0; i < children; i++)
                    states.Add(before[(rest * children) + i]);
                for (int k = 0; k < width; k++)
                    states[start + members[k]] = own[(part * width) + k];
            }
        }

        Count *= count;
        return null;
    }

    private Refusal? OwnStates(ReadOnlySpan<StateFill> placed, int group)
    {
        int width = members.Count;
        if (width > MostMembers)
            return TooMany(placed, MostStates + 1m);
        own.Clear();
        for (int corner = 0; corner < 1 << width; corner++)
        {
            for (int k = 0; k < width; k++)
                own.Add((corner & (1 << k)) != 0 ? placed[members[k]].Lots : 0m);
        }

        int bending = 0;
        IReadOnlyList<Bend> bends = margin.Bends(group);
        for (int i = 0; i < bends.Count; i++)
        {
            int count = own.Count;
            for (int corner = 0; corner < 1 << width; corner++)
            {
                for (int k = 0; k < width; k++)
                {
                    if ((corner & (1 << k)) == 0)
                        AddCrossings(placed, bends[i], (corner, k));
                }
            }

            bending += own.Count > count && BendsInside(placed, bends[i]) ? 1 : 0;
        }

        return bending > 1 && width > 1
            ? new Refusal(RefusalReason.FillStatesUnproven, $"{margin[placed[members[0]].Slot].Symbol}: two rules bend at once")
            : null;
    }

    /// <summary>True when a value of the figure lies between the least and the largest that it takes in the box.</summary>
    private bool BendsInside(ReadOnlySpan<StateFill> placed, Bend bend)
    {
        (decimal least, decimal most) = (bend.Base, bend.Base);
        foreach (int member in members)
        {
            decimal change = PerLot(bend, placed[member]) * placed[member].Lots;
            least += Math.Min(0m, change);
            most += Math.Max(0m, change);
        }

        foreach (decimal value in bend.Values)
        {
            if (value > least && value < most)
                return true;
        }

        return false;
    }

    /// <summary>Adds the points of one edge at which a figure takes one of its values, with the whole lots on both sides.</summary>
    private void AddCrossings(ReadOnlySpan<StateFill> placed, Bend bend, (int From, int Along) edge)
    {
        decimal slope = PerLot(bend, placed[members[edge.Along]]);
        if (slope == 0m)
            return;
        int from = edge.From * members.Count;
        decimal start = bend.Base;
        for (int k = 0; k < members.Count; k++)
            start += PerLot(bend, placed[members[k]]) * own[from + k];
        decimal lots = placed[members[edge.Along]].Lots;
        decimal far = start + (slope * (lots + 1m));
        (decimal low, decimal high) = slope > 0m ? (start - slope, far) : (far, start - slope);
        int first = own.Count;
        foreach (decimal value in bend.Values)
        {
            if (value <= low || value >= high)
                continue;
            decimal at = (value - start) / slope;
            decimal below = decimal.Floor(at);
            foreach (decimal point in (ReadOnlySpan<decimal>)[below - 1m, below, bend.Whole ? below : at, below + 1m])
            {
                if (point > 0m && point < lots && !Added(first, edge.Along, point))
                    AddPoint(from, edge.Along, point);
            }
        }
    }

    private bool Added(int first, int along, decimal point)
    {
        for (int at = first + along; at < own.Count; at += members.Count)
        {
            if (own[at] == point)
                return true;
        }

        return false;
    }

    private void AddPoint(int from, int along, decimal point)
    {
        for (int k = 0; k < members.Count; k++)
            own.Add(k == along ? point : own[from + k]);
    }

    private static decimal PerLot(Bend bend, in StateFill child)
    {
        decimal perLot = child.Slot < bend.PerLot.Length ? bend.PerLot[child.Slot] : 0m;
        return child.Side == Side.Buy ? perLot : -perLot;
    }

    private Refusal TooMany(ReadOnlySpan<StateFill> placed, decimal count) =>
        new(RefusalReason.FillStatesUnproven, margin[placed[members[0]].Slot].Symbol, count, MostStates);
}
