using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>What must hold in every life with makers; the seed of a failing life is in the message.</summary>
public sealed class QuotePropertyTests
{
    private const int Lives = 40;
    private const int Steps = 500;

    [Fact]
    public void Apply_RandomLivesWithMakers_UseEachQuoteOnceInTimeAndEndWithTheVenuesOwnBooks()
    {
        int taken = 0;
        int asked = 0;
        ForEachSeed(seed =>
        {
            QuoteRecord record = new();
            RandomSession life = new(seed, (session, _, commands) => record.Take(session.Session.Now, commands), TestFirm.Quoting);
            Live(life, crashes: seed % 2 == 0);
            foreach ((string account, long lots, decimal money) in life.Distances())
                Assert.True(lots == 0 && money < 0.000001m, $"{account} is {lots} lots and {money} away from the venue's books");
            Assert.All(life.Session.Engine.Parents, parent => Assert.True(ParentTransitions.IsFinal(parent.Status), EngineDump.Of(life.Session.Engine)));
            Assert.Null(life.Session.Engine.NextQuoteWindow);
            taken += record.Used.Count;
            asked += record.Asked.Count;
        });
        Assert.True(taken > 4 * Lives && asked > 10 * Lives, $"{taken} quotes taken of {asked} requests");
    }

    [Fact]
    public void Recover_JournalWithQuotesCutAnywhere_GivesTheLiveState() => ForEachSeed(seed =>
    {
        Random random = new(seed);
        List<(int Entries, int Reports, Instant? Window, string Dump)> points = [];
        RandomSession life = new(
            seed,
            (session, _, _) =>
            {
                if (random.Next(40) == 0)
                    points.Add((session.Session.Journal.Count, session.Session.Reports.Count, session.Session.Engine.NextQuoteWindow, EngineDump.Of(session.Session.Engine)));
            },
            TestFirm.Quoting);
        Live(life, crashes: false);
        Assert.NotEmpty(points);
        foreach ((int entries, int reports, Instant? window, string dump) in points)
        {
            TestSession recovered = TestSession.Recover(life.Session.Journal.Take(entries), TestFirm.Quoting);
            Assert.Equal(dump, EngineDump.Of(recovered.Engine));
            Assert.Equal(window, recovered.Engine.NextQuoteWindow);
            Assert.Equal(life.Session.Reports.Take(reports).Select(CommandText.Of), recovered.Reports.Select(CommandText.Of));
        }
    });

    [Fact]
    public void Decide_SlicesOfLivesWithMakers_GiveTheSameDecisions()
    {
        int quoted = 0;
        ForEachSeed(seed =>
        {
            RouteOptimizer again = TestFirm.Optimizer();
            Live(
                new RandomSession(
                    seed,
                    (_, _, commands) =>
                    {
                        foreach (RouteDecision decision in commands.OfType<RecordDecision>().Select(record => record.Decision).Where(decision => !decision.Slice.Quotes.IsEmpty))
                        {
                            RouteDecision repeated = again.Decide(decision.Slice);
                            Assert.Equal(decision.Children.AsEnumerable(), repeated.Children.AsEnumerable());
                            Assert.Equal((decision.Cost, decision.LowerBound, decision.WorkUnitsUsed), (repeated.Cost, repeated.LowerBound, repeated.WorkUnitsUsed));
                            Assert.Equal(decision.Rejected.AsEnumerable(), repeated.Rejected.AsEnumerable());
                            quoted++;
                        }
                    },
                    TestFirm.Quoting),
                crashes: false);
        });
        Assert.True(quoted > 2 * Lives, $"only {quoted} decisions saw quotes");
    }

    private static void Live(RandomSession life, bool crashes)
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

    private static void ForEachSeed(Action<int> test)
    {
        for (int seed = 1; seed <= Lives; seed++)
        {
            try
            {
                test(seed);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>Every request and every quote taken, over all lives of a journal.</summary>
    private sealed class QuoteRecord
    {
        public HashSet<QuoteRequestId> Asked { get; } = [];

        public HashSet<(QuoteRequestId, string)> Used { get; } = [];

        public void Take(Instant now, IReadOnlyList<OutboundCommand> commands)
        {
            foreach (OutboundCommand command in commands)
            {
                if (command is RequestQuotes request)
                    Assert.True(Asked.Add(request.Id), $"{request.Id} was asked twice");
                else if (command is EndQuoteRequest end)
                    Assert.All(end.Declined, id => Assert.DoesNotContain((end.Id, id), Used));
                else if (command is SendChild { Terms.Quote: { } quote } send)
                    Check(now, send, quote);
            }
        }

        private void Check(Instant now, SendChild send, ChildQuote quote)
        {
            Assert.True(Used.Add((quote.Request, quote.QuoteId)), $"{quote.QuoteId} was used twice");
            Assert.True(now < quote.ValidUntil && send.Deadline <= quote.ValidUntil, $"{quote.QuoteId} was taken after its end");
            Assert.Contains(quote.Request, Asked);
        }
    }
}
