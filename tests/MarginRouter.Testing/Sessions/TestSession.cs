using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Testing.Sessions;

/// <summary>
/// One life of an engine of <see cref="TestFirm"/>: a clock that moves a millisecond with each event, and a journal kept as the host
/// keeps it. <see cref="Recover"/> begins another life from a journal.
/// </summary>
public sealed class TestSession
{
    private readonly CommandList commands = new();

    /// <summary>Begins a life of an engine of the test firm, or of one that differs.</summary>
    public TestSession(Firm? firm = null) => Engine = TestFirm.NewEngine(firm);

    /// <summary>The engine.</summary>
    public RouterEngine Engine { get; }

    /// <summary>Time of the last event.</summary>
    public Instant Now { get; private set; } = Instant.FromMilliseconds(1_800_000_000_000);

    /// <summary>All events and decisions of this life that a journal holds; after a recovery also those of the lives before.</summary>
    public List<JournalEntry> Journal { get; } = [];

    /// <summary>Every report so far, also those that recovery gave.</summary>
    public List<DeskReport> Reports { get; } = [];

    /// <summary>Rebuilds an engine from a journal, without <see cref="RecoveryCompleted"/>.</summary>
    public static TestSession Recover(IEnumerable<JournalEntry> journal, Firm? firm = null)
    {
        TestSession session = new(firm);
        foreach (JournalEntry entry in journal)
        {
            session.commands.Clear();
            session.Now = entry.At;
            entry.Recover(session.Engine, session.commands);
            session.Journal.Add(entry);
            session.KeepReports();
        }

        return session;
    }

    /// <summary>Lets time pass; tells the engine nothing.</summary>
    public void Pass(long milliseconds) => Now = Now.PlusMilliseconds(milliseconds);

    /// <summary>Applies an event a millisecond later and gives the commands.</summary>
    public IReadOnlyList<OutboundCommand> Apply(InboundEvent inbound)
    {
        Pass(1);
        if (IsJournaled(inbound))
            Journal.Add(new JournalEntry(Now, inbound, null));
        commands.Clear();
        Engine.Apply(Now, inbound, commands);
        OutboundCommand[] given = new OutboundCommand[commands.Count];
        for (int i = 0; i < given.Length; i++)
        {
            given[i] = commands[i];
            if (commands[i] is RecordDecision record)
                Journal.Add(new JournalEntry(Now, null, record.Decision));
            else if (commands[i] is RecordBasketDecision basket)
                Journal.Add(new JournalEntry(Now, null, null) { Basket = basket.Decision });
            else if (commands[i] is RequestQuotes asked)
                Journal.Add(new JournalEntry(Now, null, null) { Asked = asked });
            else if (commands[i] is RecordValuation valuation)
                Journal.Add(new JournalEntry(Now, null, null) { Valuation = valuation.Change });
            else if (commands[i] is RecordComparison comparison)
                Journal.Add(new JournalEntry(Now, null, null) { Comparison = comparison.Comparison });
        }

        KeepReports();
        return given;
    }

    /// <summary>True unless the journal leaves such events out: market data, the passing of time and questions.</summary>
    public static bool IsJournaled(InboundEvent inbound) => inbound is not (BookChanged or MarkPriceReceived or TimeAdvanced or PreviewRequested or DeskQuestion);

    private void KeepReports()
    {
        for (int i = 0; i < commands.Count; i++)
        {
            if (commands[i] is DeskReport report)
                Reports.Add(report);
        }
    }
}
