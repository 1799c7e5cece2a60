using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>Reads an account in every fill state that matters, with and without candidates.</summary>
internal sealed class StateWalk
{
    private readonly FillStatePolicy fillStates;
    private readonly StateFill[] pending;

    /// <summary>Takes in what may fill of other children; what is missing about it makes the account unknown.</summary>
    public StateWalk(IStateMargin margin, AccountQuestion question)
    {
        Margin = margin;
        fillStates = question.FillStates;
        Unknown = margin.Unknown;
        pending = Unknown is null ? Place(question.Pending.AsSpan(), out Refusal? refusal) : Nothing(out refusal);
        Unknown ??= refusal;
    }

    /// <summary>The account.</summary>
    public IStateMargin Margin { get; }

    /// <summary>What is missing about the account or its open orders.</summary>
    public Refusal? Unknown { get; }

    /// <summary>What may fill of other children.</summary>
    public ReadOnlySpan<StateFill> Pending => pending;

    /// <summary>Candidates with their instruments' places; empty with the refusal when something about one is missing.</summary>
    public StateFill[] Place(ReadOnlySpan<PendingFill> fills, out Refusal? refusal)
    {
        refusal = null;
        List<StateFill> placed = [];
        foreach (ref readonly PendingFill fill in fills)
        {
            int slot = Margin.Slot(fill.Instrument, out refusal);
            if (refusal is not null)
                return [];
            placed.Add(new StateFill(slot, fill.Side, fill.Quantity.Value, Margin[slot].Price(fill.LimitPrice)));
        }

        return [.. placed];
    }

    /// <summary>
    /// Reads every state of the open orders and the candidates; the refusal when a state cannot be read or there are too many.
    /// </summary>
    /// <param name="candidates">May be empty.</param>
    /// <param name="visit">Called for each state.</param>
    public Refusal? Visit(StateFill[] candidates, Action<StateReading> visit)
    {
        StateFill[] children = [.. pending, .. candidates];
        if (FillBox.Of(Margin, children, fillStates, out Refusal? refusal) is not { } box)
            return refusal;
        foreach (decimal[] state in box.States)
        {
            for (int order = 0; order < (box.BothOrders ? 2 : 1); order++)
            {
                StateReading reading = Read(children, state, children.Length, order == 1);
                if (reading.Missing is { } missing)
                    return missing;
                visit(reading);
            }
        }

        return null;
    }

    /// <summary>The same, each state beside the one in which there are no candidates.</summary>
    public Refusal? Compare(StateFill[] candidates, Action<StateReading, StateReading> visit)
    {
        StateFill[] children = [.. pending, .. candidates];
        if (FillBox.Of(Margin, children, fillStates, out Refusal? refusal) is not { } box)
            return refusal;
        foreach (decimal[] state in box.States)
        {
            StateReading without = Read(children, state, pending.Length, reversed: false);
            StateReading with = Read(children, state, children.Length, reversed: false);
            if ((without.Missing ?? with.Missing) is { } missing)
                return missing;
            visit(without, with);
        }

        return null;
    }

    private static StateFill[] Nothing(out Refusal? refusal)
    {
        refusal = null;
        return [];
    }

    private StateReading Read(StateFill[] children, decimal[] filled, int count, bool reversed)
    {
        List<StateFill> done = [];
        List<StateFill> open = [];
        for (int i = 0; i < count; i++)
        {
            if (filled[i] > 0m)
                done.Add(children[i] with { Lots = filled[i] });
            if (filled[i] < children[i].Lots)
                open.Add(children[i] with { Lots = children[i].Lots - filled[i] });
        }

        // The order in which children stand is theirs; sorted by price both ends of the order are read.
        done.Sort((one, other) => reversed ? other.Price.CompareTo(one.Price) : one.Price.CompareTo(other.Price));
        return Margin.Read([.. done], [.. open]);
    }
}
