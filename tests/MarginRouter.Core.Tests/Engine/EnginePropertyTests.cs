using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>What must hold after every event of any truthful life; the seed of a failing life is in the message.</summary>
public sealed class EnginePropertyTests
{
    private const int Lives = 60;
    private const int Steps = 400;

    [Fact]
    public void Apply_RandomLives_KeepEveryInvariantAfterEveryEvent()
    {
        int children = 0;
        ForEachSeed(seed =>
        {
            long reports = 0;
            HashSet<string> sent = [];
            RandomSession life = new(seed, (session, _, commands) =>
            {
                CheckCommands(commands, sent, ref reports);
                CheckOrders(session.Session);
            });
            Live(life);
            children += sent.Count;
        });
        Assert.True(children > 10 * Lives, $"only {children} children were sent");
    }

    [Fact]
    public void Apply_RandomLives_EndWithTheVenuesOwnBooks() => ForEachSeed(seed =>
    {
        RandomSession life = new(seed, (_, _, _) => { });
        Live(life);
        foreach ((string account, long lots, decimal money) in life.Distances())
            Assert.True(lots == 0 && money < 0.000001m, $"{account} is {lots} lots and {money} away from the venue's books");
        Assert.All(life.Session.Engine.Parents, parent => Assert.True(ParentTransitions.IsFinal(parent.Status), EngineDump.Of(life.Session.Engine)));
    });

    [Fact]
    public void Apply_RandomLives_LeaveRecordedDecisionsAsTheyWere()
    {
        int whole = 0;
        ForEachSeed(seed =>
        {
            List<(RouteDecision Decision, string Levels)> made = [];
            Live(new RandomSession(seed, (_, _, commands) =>
            {
                foreach (RecordDecision record in commands.OfType<RecordDecision>())
                    made.Add((record.Decision, Levels(record.Decision)));
            }));
            foreach ((RouteDecision decision, string levels) in made)
            {
                Assert.Equal(levels, Levels(decision));
                whole += decision.Remainder.IsZero ? 1 : 0;
            }
        });
        Assert.True(whole > Lives, $"only {whole} decisions planned everything");
    }

    [Fact]
    public void Route_WholeParent_LeavesTheRecordToTheSecondHalf()
    {
        TestSession session = EngineScript.Check("> open");
        ParentRequest request = new(TestFirm.Desk, "A1", "BTC-USD", Side.Buy, 0.5m, OrderType.Market, null, TimeInForce.ImmediateOrCancel);
        CommandList commands = new();
        session.Engine.Route(session.Now, new ParentReceived(request), commands);
        Assert.Equal(["SendChild"], Sent(commands));
        Assert.Throws<InvalidOperationException>(() => session.Engine.Route(session.Now, new TimeAdvanced(), commands));
        Assert.Throws<InvalidOperationException>(session.Engine.Prepare);
        session.Engine.Record(commands);
        Assert.Equal(["RecordDecision", "SendChild"], Sent(commands));
        session.Engine.Route(session.Now, new TimeAdvanced(), commands);
    }

    [Fact]
    public void Apply_SameSeed_GivesTheSameCommands()
    {
        List<string> first = Transcript(7);
        Assert.NotEmpty(first);
        Assert.Equal(first, Transcript(7));
    }

    [Fact]
    public void Recover_JournalCutAnywhere_GivesTheLiveState() => ForEachSeed(seed =>
    {
        Random random = new(seed);
        List<(int Entries, int Reports, string Dump)> points = [];
        RandomSession life = new(seed, (session, _, _) =>
        {
            if (random.Next(40) == 0)
                points.Add((session.Session.Journal.Count, session.Session.Reports.Count, EngineDump.Of(session.Session.Engine)));
        });
        Live(life);
        Assert.NotEmpty(points);
        foreach ((int entries, int reports, string dump) in points)
        {
            TestSession recovered = TestSession.Recover(life.Session.Journal.Take(entries));
            Assert.Equal(dump, EngineDump.Of(recovered.Engine));
            Assert.Equal(life.Session.Reports.Take(reports).Select(CommandText.Of), recovered.Reports.Select(CommandText.Of));
        }
    });

    [Fact]
    public void Recover_CrashesInBetween_SendNothingTwiceAndLoseNoFill() => ForEachSeed(seed =>
    {
        long reports = 0;
        HashSet<string> sent = [];
        RandomSession life = new(seed, (session, _, commands) =>
        {
            CheckCommands(commands, sent, ref reports);
            CheckOrders(session.Session);
        });
        Live(life, crashes: true);
        foreach ((string account, long lots, decimal money) in life.Distances())
            Assert.True(lots == 0 && money < 0.000001m, $"{account} is {lots} lots and {money} away from the venue's books");
        Assert.Equal(reports, life.Session.Reports.Count);
        Assert.Equal(Enumerable.Range(1, (int)reports), life.Session.Reports.Select(report => (int)report.ReportNumber));
    });

    private static void Live(RandomSession life, bool crashes = false)
    {
        life.Open();
        for (int step = 0; step < Steps; step++)
        {
            life.Step();
            if (crashes && step % 130 == 90)
                life.Crash();
        }

        life.Settle();
    }

    private static string[] Sent(CommandList commands) =>
        [.. Enumerable.Range(0, commands.Count).Select(i => commands[i]).Where(command => command is RecordDecision or SendChild).Select(command => command.GetType().Name)];

    private static string Levels(RouteDecision decision) => string.Join(
        "; ", decision.Slice.Books.Select(book => string.Join(",", book.Levels.Select(level => $"{level.Price.Value}:{level.Quantity.Value}"))));

    private static List<string> Transcript(int seed)
    {
        List<string> lines = [];
        Live(new RandomSession(seed, (_, _, commands) => lines.AddRange(commands.Select(CommandText.Of))));
        return lines;
    }

    private static void CheckCommands(IReadOnlyList<OutboundCommand> commands, HashSet<string> sent, ref long reports)
    {
        foreach (OutboundCommand command in commands)
        {
            // Books do go away here, and prices with them; nothing else may be amiss.
            Assert.False(command is RaiseAlarm { Code: not ("valuationMissing" or "valuationRestored") }, $"a truthful venue raised {command}");
            if (command is SendChild send)
                Assert.True(sent.Add(CommandText.Of(send.Terms.Id)), $"{send.Terms.Id} was sent twice");
            if (command is DeskReport numbered)
                Assert.Equal(++reports, numbered.ReportNumber);
            if (command is not ReportParent report)
                continue;
            bool alive = !ParentTransitions.IsFinal(report.Status);
            Assert.Equal(alive ? report.Quantity : report.CumulativeQuantity, report.CumulativeQuantity + report.LeavesQuantity);
        }
    }

    private static void CheckOrders(TestSession session)
    {
        HashSet<ChildOrder> open = [];
        foreach (ParentOrder parent in session.Engine.Parents)
        {
            long filled = 0;
            foreach (ChildOrder child in parent.Children)
            {
                filled += child.Filled.Value * parent.Product.LotsPer(TestFirm.Reference[child.Terms.Instrument]);
                Assert.True(child.Filled <= child.Terms.Quantity);
                if (!ChildTransitions.IsFinal(child.Status))
                    open.Add(child);
            }

            Assert.Equal(filled, parent.Filled.Value);
            bool final = ParentTransitions.IsFinal(parent.Status);
            Assert.Equal(final ? 0 : parent.Quantity.Value - filled, parent.Leaves.Value);
            Assert.True(!final || !parent.HasOpenChildren || parent.Status == ParentStatus.Filled, $"parent {parent.Id} is {parent.Status} with open children");
            Assert.Equal(parent.Status == ParentStatus.Filled, parent.Filled == parent.Quantity);
        }

        List<ChildOrder> reserved = [];
        for (int i = 0; i < session.Engine.Ledger.Count; i++)
        {
            SubaccountId account = new(i);
            reserved.AddRange(session.Engine.Ledger.Reservations(account));
            Assert.All(session.Engine.Ledger.Reservations(account), child => Assert.Equal(account, child.Terms.Subaccount));
        }

        Assert.Equal(reserved.Count, open.Count);
        Assert.True(open.SetEquals(reserved), "reservations are not the open children");
    }

    private static void ForEachSeed(Action<int> check)
    {
        for (int seed = 1; seed <= Lives; seed++)
        {
            try
            {
                check(seed);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
            }
        }
    }
}
