using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Journal;

namespace MarginRouter.Host.Engine;

/// <summary>
/// The one thread that owns the engine: takes an event, puts it into the journal, applies it, puts decisions into the journal, and
/// passes the commands to the gate. An exception here is a broken invariant: the loop stops and tells its owner, who stops the process.
/// </summary>
internal sealed class EngineLoop : IDisposable
{
    private const int IdleMilliseconds = 10;
    private const long TickNanoseconds = 50 * Instant.NanosecondsPerMillisecond;
    private readonly RouterEngine engine;
    private readonly EngineInbox inbox;
    private readonly RouterJournal journal;
    private readonly CommitGate gate;
    private readonly EngineClock clock;
    private readonly Action<Exception> onFault;
    private readonly CommandList commands = new();
    private readonly TimeAdvanced tick = new();
    private readonly ExpiryReached expiry = new();
    private readonly Thread thread;
    private Instant lastAt;
    private Instant nextTick;
    private long heartbeat;
    private volatile bool stopping;

    public EngineLoop(EngineLoopParts parts, Instant lastAt, Action<Exception> onFault)
    {
        engine = parts.Engine;
        inbox = parts.Inbox;
        journal = parts.Journal;
        gate = parts.Gate;
        clock = parts.Clock;
        Observer = parts.Observer;
        this.lastAt = lastAt;
        this.onFault = onFault;
        thread = new Thread(Run) { IsBackground = true, Name = "engine" };
    }

    /// <summary>Who watches; null for nobody.</summary>
    public IEngineObserver? Observer { get; }

    /// <summary>Event time of the last event: the heartbeat of the loop.</summary>
    public Instant Heartbeat => new(Interlocked.Read(ref heartbeat));

    public void Start() => thread.Start();

    /// <summary>Takes what is queued no further and waits for the thread.</summary>
    public void Dispose()
    {
        stopping = true;
        inbox.Wake();
        if (thread.IsAlive && Thread.CurrentThread != thread)
            thread.Join();
    }

    private void Run()
    {
        try
        {
            Process(new InboxItem(new RecoveryCompleted(), null));
            while (!stopping)
            {
                if (gate.TryTakeReturned(out InboundEvent? returned))
                    Process(new InboxItem(returned!, null));
                else if (inbox.TryTake(out InboxItem item))
                    Process(item);
                else
                    Rest();
                Tick();
            }
        }
#pragma warning disable CA1031 // A broken invariant of any kind stops the router; the owner decides how.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            inbox.Close();
            onFault(exception);
        }
    }

    /// <summary>Nothing waits: the time until something does is used for what the next decision needs.</summary>
    private void Rest()
    {
        engine.Prepare();
        inbox.Wait(IdleMilliseconds);
    }

    private void Tick()
    {
        Instant now = clock.Now();
        if (engine.NextQuoteWindow is Instant window && window <= now)
            Process(new InboxItem(expiry, null));
        if (now < nextTick)
            return;
        nextTick = new Instant(now.Nanoseconds + TickNanoseconds);
        if (engine.NextExpiry is Instant next && next <= now)
            Process(new InboxItem(expiry, null));
        Process(new InboxItem(tick, null));
    }

    private void Process(InboxItem item)
    {
        Instant now = clock.Now();
        if (now < lastAt)
            now = lastAt;
        lastAt = now;
        Interlocked.Exchange(ref heartbeat, now.Nanoseconds);
        Observer?.OnEvent(now, item.Inbound);
        journal.Append(now, item.Inbound);
        commands.Clear();
        engine.Route(now, item.Inbound, commands);
        TellChildren(now);

        // Children that do not wait for the journal need not wait for the words and bytes of their decision either.
        if (!gate.HoldsChildren)
            CarryToVenues(journal.LastPosition);
        engine.Record(commands);
        TellDecisions(now);
        for (int i = 0; i < commands.Count; i++)
        {
            if (commands[i] is RecordDecision record)
                journal.Append(now, record.Decision);
            else if (commands[i] is RecordBasketDecision basket)
                journal.Append(now, basket.Decision);
            else if (commands[i] is RequestQuotes asked)
                journal.Append(now, asked);
            else if (commands[i] is RecordValuation valuation)
                journal.Append(now, valuation.Change);
            else if (commands[i] is RecordComparison comparison)
                journal.Append(now, comparison.Comparison);
        }

        Carry(journal.LastPosition);
        if (item.Journaled is not null)
            gate.Pass(journal.LastPosition, item.Journaled);
    }

    private void TellChildren(Instant now)
    {
        for (int i = 0; i < commands.Count && Observer is not null; i++)
        {
            if (commands[i] is SendChild send)
                Observer.OnChild(now, send.Terms);
        }
    }

    private void TellDecisions(Instant now)
    {
        for (int i = 0; i < commands.Count; i++)
        {
            if (commands[i] is RecordDecision record)
                Observer?.OnDecision(now, record.Decision);
            else if (commands[i] is RecordBasketDecision basket)
                Observer?.OnBasketDecision(now, basket.Decision);
        }
    }

    /// <summary>
    /// Passes the commands on, those to venues first: a desk's report costs a file and a socket write, which a child need not wait for.
    /// The order among reports and among commands to a venue stays. The journal's writer is woken before what waits for it.
    /// </summary>
    private void Carry(long position)
    {
        journal.Submit();
        if (gate.HoldsChildren)
            CarryToVenues(position);
        for (int i = 0; i < commands.Count; i++)
        {
            OutboundCommand command = commands[i];
            if (command is RecordDecision or RecordBasketDecision or RecordValuation or RecordComparison || IsForVenue(command))
                continue;
            if (command is ReportParent report)
                Observer?.OnReport(report);
            gate.Pass(position, command);
        }
    }

    private void CarryToVenues(long position)
    {
        for (int i = 0; i < commands.Count; i++)
        {
            if (IsForVenue(commands[i]))
                gate.Pass(position, commands[i]);
        }
    }

    private static bool IsForVenue(OutboundCommand command) => command is SendChild or CancelChild or QueryChild or RequestQuotes or EndQuoteRequest or FollowTick;
}
