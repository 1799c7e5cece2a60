using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Faults;

/// <summary>
/// Faults that a test or a demo orders at run time. Each counted fault concerns the next so many orders or messages and is then
/// spent. Guarded by the venue's gate: every member may be called from any thread.
/// </summary>
public sealed class SimulatedFaults
{
    private readonly Lock gate;
    private readonly Action<ConnectionKinds> disconnect;
    private readonly Action<IReadOnlyList<ExecutionUpdate>> publish;
    private readonly Dictionary<string, int> skippedTicks = new(StringComparer.Ordinal);
    private readonly List<ExecutionUpdate> withheldUpdates = [];
    private TaskCompletionSource released = NewRelease();
    private TimeSpan answerDelay;
    private int withheldAnswers;
    private bool withholdUpdates;
    private int swallowed;
    private int rejected;
    private string rejectionText = "injected";
    private decimal? nextFillLimit;
    private bool lateFill;
    private int corruptChecksums;
    private int doubledFrames;
    private int exchangedFrames;
    private int limitedOrders;
    private int limitedRequests;
    private volatile bool isUnderMaintenance;

    internal SimulatedFaults(Lock gate, Action<ConnectionKinds> disconnect, Action<IReadOnlyList<ExecutionUpdate>> publish)
    {
        this.gate = gate;
        this.disconnect = disconnect;
        this.publish = publish;
    }

    /// <summary>Time between the matching of an order and its answer; zero by default. Execution events are not delayed.</summary>
    public TimeSpan AnswerDelay
    {
        get { lock (gate) return answerDelay; }
        set { lock (gate) answerDelay = value; }
    }

    /// <summary>
    /// The next orders execute, but their answers are kept back until <see cref="ReleaseWithheld"/>; so are their execution events
    /// if <paramref name="eventsToo"/>.
    /// </summary>
    public void WithholdAnswers(int orders, bool eventsToo = true)
    {
        lock (gate)
        {
            withheldAnswers = orders;
            withholdUpdates = eventsToo;
        }
    }

    /// <summary>Sends everything kept back by <see cref="WithholdAnswers"/> and stops withholding.</summary>
    public void ReleaseWithheld()
    {
        TaskCompletionSource toComplete;
        lock (gate)
        {
            withheldAnswers = 0;
            publish([.. withheldUpdates]);
            withheldUpdates.Clear();
            toComplete = released;
            released = NewRelease();
        }

        toComplete.SetResult();
    }

    /// <summary>The next orders are lost: never executed, never answered, unknown to status queries.</summary>
    public void SwallowOrders(int orders)
    {
        lock (gate)
            swallowed = orders;
    }

    /// <summary>The next orders are refused with this text.</summary>
    public void RejectOrders(int orders, string text = "injected")
    {
        lock (gate)
        {
            rejected = orders;
            rejectionText = text;
        }
    }

    /// <summary>The next order fills at most this size (in contracts) although the book shows more; the rest expires.</summary>
    public void LimitNextFill(decimal quantity)
    {
        lock (gate)
            nextFillLimit = quantity;
    }

    /// <summary>The last fill of the next order happens, and is reported, only after the order's end was reported.</summary>
    public void MakeNextFillLate()
    {
        lock (gate)
            lateFill = true;
    }

    /// <summary>The next market-data ticks of a symbol that would be sent are lost, so that clients see a gap.</summary>
    public void SkipTicks(string symbol, int ticks)
    {
        lock (gate)
            skippedTicks[symbol] = ticks;
    }

    /// <summary>The next checksums that are sent are wrong (venues that send checksums).</summary>
    public void CorruptChecksums(int messages)
    {
        lock (gate)
            corruptChecksums = messages;
    }

    /// <summary>The next book frames are sent twice (venues whose books come in frames, not over FIX).</summary>
    public void DoubleFrames(int frames)
    {
        lock (gate)
            doubledFrames = frames;
    }

    /// <summary>The next book frames are each sent after the one that follows (venues whose books come in frames, not over FIX).</summary>
    public void ExchangeFrames(int frames)
    {
        lock (gate)
            exchangedFrames = frames;
    }

    /// <summary>The next orders are refused because there were too many, in the venue's own words for that.</summary>
    public void LimitOrders(int orders)
    {
        lock (gate)
            limitedOrders = orders;
    }

    /// <summary>The next requests over REST that are no orders are answered with the venue's words for too many requests.</summary>
    public void LimitRequests(int requests)
    {
        lock (gate)
            limitedRequests = requests;
    }

    /// <summary>
    /// True while the venue is closed for maintenance: connections are cut and none are taken, REST answers that the service is unavailable,
    /// markets move on unseen. Setting it to true cuts what is connected.
    /// </summary>
    public bool IsUnderMaintenance
    {
        get => isUnderMaintenance;
        set
        {
            isUnderMaintenance = value;
            if (value)
                Disconnect(ConnectionKinds.Public | ConnectionKinds.Private);
        }
    }

    /// <summary>Cuts connections at once, without a closing handshake. Clients may connect again immediately.</summary>
    public void Disconnect(ConnectionKinds kinds)
    {
        lock (gate)
            disconnect(kinds);
    }

    /// <summary>Spends one wrong checksum if one is due: for protocol servers, called under the gate while a message is written.</summary>
    public bool TakeChecksumCorruption()
    {
        lock (gate)
        {
            if (corruptChecksums == 0)
                return false;
            corruptChecksums--;
            return true;
        }
    }

    internal bool TakeDoubledFrame() => TakeOne(ref doubledFrames);

    internal bool TakeExchangedFrame() => TakeOne(ref exchangedFrames);

    internal bool TakeSwallow() => TakeOne(ref swallowed);

    internal OrderRejection? TakeRejection() =>
        isUnderMaintenance ? new OrderRejection(RejectionReason.Maintenance, "the venue is under maintenance")
        : TakeOne(ref limitedOrders) ? new OrderRejection(RejectionReason.TooManyOrders, "too many orders")
        : TakeOne(ref rejected) ? new OrderRejection(RejectionReason.Injected, rejectionText)
        : null;

    /// <summary>Spends one refusal for too many requests if one is due.</summary>
    internal bool TakeRequestLimit()
    {
        lock (gate)
            return TakeOne(ref limitedRequests);
    }

    /// <summary>Spends the fill limit, if any, on an order: the size it may fill.</summary>
    internal QuantityLots TakeFillLimit(Instrument instrument, QuantityLots wanted)
    {
        if (nextFillLimit is not decimal limit)
            return wanted;
        nextFillLimit = null;
        QuantityLots lots = new((long)decimal.Round(limit / instrument.LotSize, MidpointRounding.ToZero));
        return lots < wanted ? lots : wanted;
    }

    internal bool TakeLateFill()
    {
        bool late = lateFill;
        lateFill = false;
        return late;
    }

    internal bool TakeSkippedTick(string symbol)
    {
        if (skippedTicks.GetValueOrDefault(symbol) == 0)
            return false;
        skippedTicks[symbol]--;
        return true;
    }

    /// <summary>Passes an order's updates on, or keeps them; returns what the order's answer must wait for.</summary>
    internal Task PassOrWithhold(IReadOnlyList<ExecutionUpdate> updates)
    {
        bool withhold = TakeOne(ref withheldAnswers);
        if (withhold && withholdUpdates)
            withheldUpdates.AddRange(updates);
        else
            publish(updates);
        return withhold ? released.Task : Task.CompletedTask;
    }

    /// <summary>Passes on what follows an order later, or keeps it while the order's answer is kept with its events.</summary>
    internal void PassWith(Task answer, IReadOnlyList<ExecutionUpdate> updates)
    {
        if (Withholds(answer))
            withheldUpdates.AddRange(updates);
        else
            publish(updates);
    }

    /// <summary>True while the events of an order are kept back with its answer.</summary>
    internal bool Withholds(Task answer) => !answer.IsCompleted && withholdUpdates;

    private static bool TakeOne(ref int count)
    {
        if (count == 0)
            return false;
        count--;
        return true;
    }

    private static TaskCompletionSource NewRelease() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
