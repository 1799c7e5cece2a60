using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// The fill states at which the limits of an account judged as a whole are the worst. Reachable is the box of all partial fills of all
/// children. A limit in money form (requirement less a share of equity) is convex over the box wherever no bend lies, because
/// requirements are maxima and sums of convex charges and equity is concave; so its largest value is taken at a corner of the box
/// (every child filled or open as a whole) or where an edge of the box meets a bend. Bends of different groups move with different
/// children, so their points combine freely; within a group all values of one affine figure are parallel, and a group with two figures
/// that both bend inside the box is refused, because they may meet inside a face. Points between two lots are dominated by the point
/// itself, which is therefore read too.
/// </summary>
internal sealed class FillBox
{
    /// <summary>States that are read for one question at most; more are refused by name.</summary>
    public const int MostStates = 4_096;

    private readonly IStateMargin margin;
    private readonly StateFill[] children;
    private readonly List<decimal[]> states = [];

    private FillBox(IStateMargin margin, StateFill[] children)
    {
        this.margin = margin;
        this.children = children;
    }

    /// <summary>Filled lots by child, one array a state.</summary>
    public IReadOnlyList<decimal[]> States => states;

    /// <summary>True when each state must also be read with its fills in reverse.</summary>
    public bool BothOrders { get; private set; }

    /// <summary>The states of some children; null with the refusal when they cannot all be read.</summary>
    /// <param name="margin">The account.</param>
    /// <param name="children">What may fill.</param>
    /// <param name="fillStates">Any reachable state, or the last one only.</param>
    /// <param name="refusal">Why not.</param>
    public static FillBox? Of(IStateMargin margin, StateFill[] children, FillStatePolicy fillStates, out Refusal? refusal)
    {
        FillBox box = new(margin, children);
        refusal = box.CheckOrders();
        if (refusal is not null)
            return null;
        if (fillStates == FillStatePolicy.Final)
        {
            box.states.Add([.. children.Select(child => child.Lots)]);
            return box;
        }

        box.states.Add(new decimal[children.Length]);
        foreach (int group in children.Select(child => margin.Group(child.Slot)).Distinct())
        {
            int[] members = [.. Enumerable.Range(0, children.Length).Where(i => margin.Group(children[i].Slot) == group)];
            refusal = box.Combine(group, members);
            if (refusal is not null)
                return null;
        }

        return box;
    }

    /// <summary>
    /// Where the order of fills matters, children of one side differ only in the lots that close and those that open when the position
    /// crosses flat; every figure is affine in the price of those, so both ends of the order are enough. With both sides open there is
    /// a continuum of orders, which is refused.
    /// </summary>
    private Refusal? CheckOrders()
    {
        for (int slot = 0; slot < margin.SlotCount; slot++)
        {
            if (!margin.OrderMatters(slot))
                continue;
            StateFill[] own = [.. children.Where(child => child.Slot == slot && child.Lots > 0m)];
            if (own.Any(child => child.Side != own[0].Side))
                return new Refusal(RefusalReason.FillStatesUnproven, $"{margin[slot].Symbol}: orders on both sides");
            decimal after = margin.Held(slot) + own.Sum(child => child.Signed);
            BothOrders |= after * margin.Held(slot) < 0m && own.Any(child => child.Price != own[0].Price);
        }

        return null;
    }

    private Refusal? Combine(int group, int[] members)
    {
        List<decimal[]>? own = OwnStates(group, members, out Refusal? refusal);
        if (own is null)
            return refusal;
        if ((long)states.Count * own.Count > MostStates)
            return TooMany(members, (decimal)states.Count * own.Count);
        List<decimal[]> before = [.. states];
        states.Clear();
        foreach (decimal[] rest in before)
        {
            foreach (decimal[] part in own)
            {
                decimal[] state = [.. rest];
                for (int k = 0; k < members.Length; k++)
                    state[members[k]] = part[k];
                states.Add(state);
            }
        }

        return null;
    }

    private List<decimal[]>? OwnStates(int group, int[] members, out Refusal? refusal)
    {
        refusal = members.Length > 12 ? TooMany(members, MostStates + 1m) : null;
        if (refusal is not null)
            return null;
        List<decimal[]> own = [];
        for (int corner = 0; corner < 1 << members.Length; corner++)
            own.Add(Corner(members, corner));
        int corners = own.Count;
        int bending = 0;
        foreach (Bend bend in margin.Bends(group))
        {
            int count = own.Count;
            for (int corner = 0; corner < corners; corner++)
            {
                for (int k = 0; k < members.Length; k++)
                {
                    if ((corner & (1 << k)) == 0)
                        AddCrossings(own, members, bend, (own[corner], k));
                }
            }

            bending += own.Count > count ? 1 : 0;
        }

        if (bending > 1 && members.Length > 1)
            refusal = new Refusal(RefusalReason.FillStatesUnproven, $"{margin[children[members[0]].Slot].Symbol}: two rules bend at once");
        return refusal is null ? own : null;
    }

    private decimal[] Corner(int[] members, int corner)
    {
        decimal[] state = new decimal[members.Length];
        for (int k = 0; k < members.Length; k++)
            state[k] = (corner & (1 << k)) != 0 ? children[members[k]].Lots : 0m;
        return state;
    }

    /// <summary>Adds the points of one edge at which a figure takes one of its values, with the whole lots on both sides.</summary>
    private void AddCrossings(List<decimal[]> own, int[] members, Bend bend, (decimal[] From, int Along) edge)
    {
        decimal start = bend.Base;
        for (int k = 0; k < members.Length; k++)
            start += PerLot(bend, members[k]) * edge.From[k];
        decimal slope = PerLot(bend, members[edge.Along]);
        if (slope == 0m)
            return;
        decimal lots = children[members[edge.Along]].Lots;
        HashSet<decimal> added = [];
        foreach (decimal value in bend.Values)
        {
            decimal at = (value - start) / slope;
            if (at <= -1m || at >= lots + 1m)
                continue;
            decimal below = decimal.Floor(at);
            foreach (decimal point in (ReadOnlySpan<decimal>)[below - 1m, below, bend.Whole ? below : at, below + 1m])
            {
                if (point <= 0m || point >= lots || !added.Add(point))
                    continue;
                decimal[] state = [.. edge.From];
                state[edge.Along] = point;
                own.Add(state);
            }
        }
    }

    private decimal PerLot(Bend bend, int child)
    {
        int slot = children[child].Slot;
        decimal perLot = slot < bend.PerLot.Length ? bend.PerLot[slot] : 0m;
        return children[child].Side == Side.Buy ? perLot : -perLot;
    }

    private Refusal TooMany(int[] members, decimal count) =>
        new(RefusalReason.FillStatesUnproven, margin[children[members[0]].Slot].Symbol, count, MostStates);
}
