using System.Numerics;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// Walks over every fill state of an account that matters, with and without candidates: candidates are placed after what may fill of
/// other children, the walk is begun, and then each state can be read. Allocates nothing once it has seen as many children.
/// </summary>
internal sealed class StateWalk
{
    private readonly FillStatePolicy fillStates;
    private readonly FillBox box;
    private readonly int pending;
    private StateFill[] children = new StateFill[8];
    private StateFill[] done = new StateFill[8];
    private StateFill[] open = new StateFill[8];
    private int count;

    /// <summary>Takes in what may fill of other children; what is missing about it makes the account unknown.</summary>
    public StateWalk(IStateMargin margin, AccountQuestion question)
    {
        Margin = margin;
        box = new FillBox(margin);
        fillStates = question.FillStates;
        Unknown = margin.Unknown ?? Place(question.Pending.AsSpan());
        pending = count;
    }

    /// <summary>The account.</summary>
    public IStateMargin Margin { get; }

    /// <summary>What is missing about the account or its open orders.</summary>
    public Refusal? Unknown { get; }

    /// <summary>What may fill of other children.</summary>
    public ReadOnlySpan<StateFill> Pending => children.AsSpan(0, pending);

    /// <summary>The other children, then the candidates.</summary>
    public ReadOnlySpan<StateFill> Children => children.AsSpan(0, count);

    /// <summary>The candidates of the walk.</summary>
    public ReadOnlySpan<StateFill> Candidates => children.AsSpan(pending, count - pending);

    /// <summary>
    /// False when the candidates carry the venue's reduce-only flag: what is open of them then reserves nothing. True again whenever
    /// candidates are placed.
    /// </summary>
    public bool CandidatesReserve { get; set; } = true;

    /// <summary>Number of readings of a walk that has begun.</summary>
    public int Count => box.Count * (box.BothOrders ? 2 : 1);

    /// <summary>Number of states of a walk that has begun, whatever the order of fills.</summary>
    public int States => box.Count;

    /// <summary>Puts candidates in their places; the refusal when something about one is missing.</summary>
    public Refusal? Place(ReadOnlySpan<PendingFill> candidates)
    {
        count = pending;
        CandidatesReserve = true;
        Reserve(pending + candidates.Length);
        foreach (ref readonly PendingFill fill in candidates)
        {
            int slot = Margin.Slot(fill.Instrument, out Refusal? refusal);
            if (refusal is not null)
                return refusal;
            children[count++] = new StateFill(slot, fill.Side, fill.Quantity.Value, Margin[slot].Price(fill.LimitPrice));
        }

        return null;
    }

    /// <summary>Puts the candidates of another walk over the same instruments in their places.</summary>
    public void Place(StateWalk other)
    {
        count = pending;
        CandidatesReserve = other.CandidatesReserve;
        Reserve(pending + other.Candidates.Length);
        foreach (ref readonly StateFill fill in other.Candidates)
            children[count++] = fill with { Slot = Margin.Slot(other.Margin[fill.Slot].Id, out _) };
    }

    /// <summary>Gives the last candidate another size.</summary>
    public void Resize(long lots) => children[count - 1] = children[count - 1] with { Lots = lots };

    /// <summary>Gives a candidate another size and price.</summary>
    public void Change(int candidate, decimal lots, decimal price) =>
        children[pending + candidate] = children[pending + candidate] with { Lots = lots, Price = price };

    /// <summary>Begins a walk; the refusal when its states cannot all be read.</summary>
    public Refusal? Begin() => box.Take(children.AsSpan(0, count), fillStates);

    /// <summary>Reads one of <see cref="Count"/> readings; those of the second half have their fills in reverse.</summary>
    public void Read<T>(int index, StateReading<T> into)
        where T : struct, INumber<T> => Read(box[index % box.Count], count, index >= box.Count, into);

    /// <summary>Reads one of the readings of another walk over the same children, at the prices of this one.</summary>
    public void Read<T>(StateWalk other, int index, StateReading<T> into)
        where T : struct, INumber<T> => Read(other.box[index % other.box.Count], count, index >= other.box.Count, into);

    /// <summary>What has filled of every child in one of <see cref="Count"/> readings.</summary>
    public ReadOnlySpan<decimal> Filled(int index) => box[index % box.Count];

    /// <summary>Reads other sizes than the walk began with, in the order of fills of one of <see cref="Count"/> readings.</summary>
    /// <param name="filled">Lots that have filled, by child.</param>
    /// <param name="index">The reading.</param>
    /// <param name="into">Its figures.</param>
    public void Read<T>(ReadOnlySpan<decimal> filled, int index, StateReading<T> into)
        where T : struct, INumber<T> => Read(filled, count, index >= box.Count, into);

    /// <summary>Reads one of <see cref="Count"/> readings as it is without the candidates.</summary>
    public void ReadWithout<T>(int index, StateReading<T> into)
        where T : struct, INumber<T> => Read(box[index % box.Count], pending, index >= box.Count, into);

    /// <summary>Reads the account without candidates in a state of its other children.</summary>
    /// <param name="filled">Lots that have filled, by child.</param>
    /// <param name="into">Its figures.</param>
    public void ReadWithout<T>(ReadOnlySpan<decimal> filled, StateReading<T> into)
        where T : struct, INumber<T> => Read(filled, pending, reversed: false, into);

    /// <summary>What has filled of the other children in one of <see cref="States"/>, by child.</summary>
    public ReadOnlySpan<decimal> PendingFilled(int state) => box[state][..pending];

    /// <summary>Takes in the worst readings of a walk that has begun; false where a figure is missing, which the reading then names.</summary>
    public bool TryWorst<T>(StateReading<T> reading, WorstReadings<T> worst)
        where T : struct, INumber<T>
    {
        worst.Clear();
        for (int i = 0; i < Count; i++)
        {
            Read(i, reading);
            if (reading.Lacks)
                return false;
            worst.Take(reading);
        }

        return true;
    }

    private void Read<T>(ReadOnlySpan<decimal> filled, int taken, bool reversed, StateReading<T> into)
        where T : struct, INumber<T>
    {
        int fills = 0;
        int orders = 0;
        for (int i = 0; i < taken; i++)
        {
            ref readonly StateFill child = ref children[i];
            if (filled[i] > 0m)
                Insert(child with { Lots = filled[i] }, fills++, reversed);
            if (filled[i] < child.Lots && (i < pending || CandidatesReserve))
                open[orders++] = child with { Lots = child.Lots - filled[i] };
        }

        Margin.Read(done.AsSpan(0, fills), open.AsSpan(0, orders), into);
    }

    /// <summary>The order in which children stand is theirs; sorted by price both ends of the order are read.</summary>
    private void Insert(in StateFill fill, int place, bool reversed)
    {
        for (; place > 0 && (reversed ? done[place - 1].Price < fill.Price : done[place - 1].Price > fill.Price); place--)
            done[place] = done[place - 1];
        done[place] = fill;
    }

    private void Reserve(int size)
    {
        if (children.Length >= size)
            return;
        Array.Resize(ref children, 2 * size);
        done = new StateFill[2 * size];
        open = new StateFill[2 * size];
    }
}
