using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Journal;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Journal;

public sealed class DecisionReplayTests
{
    [Fact]
    public void Run_JournalOfALife_RecomputesEveryDecisionToTheSameBytes()
    {
        int routed = 0;
        for (int seed = 30; seed < 36; seed++)
        {
            ImmutableArray<ReplayedDecision> decisions = Replay(JournalLives.Of(seed).Journal);
            Assert.All(decisions, decision => Assert.True(decision.SameDecision && decision.SameAccounts, $"seed {seed}: {decision}"));
            Assert.All(decisions, decision => Assert.Null(decision.FirstDifference));
            routed += decisions.Count(decision => decision.Children > 0);
        }

        Assert.True(routed > 10, $"only {routed} decisions with children");
    }

    [Fact]
    public void Run_DecisionChangedInTheJournal_FindsItAndOnlyIt()
    {
        Func<RouteDecision, RouteDecision>[] changes =
        [
            decision => decision with { WorkUnitsUsed = decision.WorkUnitsUsed + 1 },
            decision => decision with { Cost = decision.Cost with { Fee = decision.Cost.Fee + 0.0000000001m } },
            decision => decision with { Children = decision.Children.SetItem(0, decision.Children[0] with { AveragePrice = decision.Children[0].AveragePrice + 0.1m }) },
            decision => decision with { Slice = decision.Slice with { Quantity = decision.Slice.Quantity + new QuantityLots(10) } },
        ];
        List<JournalEntry> journal = JournalLives.Of(31).Journal;
        int planted = journal.FindIndex(entry => entry.Decision is { Children.Length: > 0 });
        foreach (Func<RouteDecision, RouteDecision> change in changes)
        {
            List<JournalEntry> changed = [.. journal];
            changed[planted] = changed[planted] with { Decision = change(changed[planted].Decision!) };
            ReplayedDecision[] found = [.. Replay(changed).Where(decision => !decision.SameDecision)];
            ReplayedDecision only = Assert.Single(found);
            Assert.Equal(planted + 2, only.Position);
            Assert.InRange(only.FirstDifference!.Value, 0, only.Bytes);
        }
    }

    [Fact]
    public void Run_StatementChangedInTheJournal_FindsTheAccountsThatDiffer()
    {
        List<JournalEntry> journal = JournalLives.Of(31).Journal;
        int planted = journal.FindIndex(entry => entry.Inbound is AccountReported);
        AccountSnapshot snapshot = ((AccountReported)journal[planted].Inbound!).Snapshot;
        AccountSnapshot richer = snapshot with { Balances = snapshot.Balances.SetItem(0, snapshot.Balances[0] with { Quantity = snapshot.Balances[0].Quantity + 1m }) };
        journal[planted] = journal[planted] with { Inbound = new AccountReported(richer) };
        ImmutableArray<ReplayedDecision> decisions = Replay(journal);
        Assert.All(decisions, decision => Assert.True(decision.SameDecision));
        Assert.Contains(decisions, decision => !decision.SameAccounts);
    }

    private static ImmutableArray<ReplayedDecision> Replay(IReadOnlyCollection<JournalEntry> journal)
    {
        using TemporaryDirectory folder = new();
        JournalLives.Write(folder.Path, journal);
        (RecoveredState state, ImmutableArray<ReplayedDecision> decisions) =
            new DecisionReplay(TestFirm.Firm, TestFirm.Optimizer(), TestFirm.NewEngine()).Run(folder.Path);
        Assert.Equal(journal.Count(entry => entry.Decision is not null), decisions.Length);
        Assert.Equal(decisions.Length, state.Decisions);
        return decisions;
    }
}
