using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>The most that an account may owe binds exactly at the lot, is named with its figures, and its relief is true.</summary>
public sealed class MaximumBorrowTests
{
    private const int Runs = 400;

    [Fact]
    public void Decide_AccountsThatMayOweSoMuch_FillsToTheLastLotWithinItAndNamesIt()
    {
        int bound = 0;
        int beside = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            var scenario = new BorrowScenario(seed);
            RouteDecision decision = scenario.Decide();
            long possible = 0;
            for (int account = 0; account < 2; account++)
                possible += Most(scenario, account);
            Assert.True(decision.Planned.Value == Math.Min(possible, scenario.Wanted), $"seed {seed}: {decision.Planned.Value} of {possible} and {scenario.Wanted}; {string.Join('\n', decision.Blocking)}");
            for (int account = 0; account < 2; account++)
            {
                long taken = decision.Children.Where(child => child.Terms.Subaccount.Value == account).Sum(child => child.Terms.Quantity.Value);
                Assert.True(taken <= Most(scenario, account), $"seed {seed}: account {account} gets {taken} of {Most(scenario, account)}");
                if (decision.Remainder.IsZero)
                    continue;
                bound++;
                beside += decision.Slice.Accounts[account].Pending.IsEmpty ? 0 : 1;
                Refusal limit = Assert.Single(decision.Blocking, breach => breach.Subaccount.Value == account).Limit;
                Assert.Equal((RefusalReason.MaximumBorrow, $"account{account} {scenario.Paid.Code}"), (limit.Reason, limit.Subject));
                Assert.Equal(scenario.Maximum(account), limit.Threshold);
                Assert.Equal(scenario.Owed(account) + ((taken + 1) * scenario.Unit), limit.Required);
                Assert.True(limit.Required > limit.Threshold, $"seed {seed}: one lot more would pass: {limit}");
            }
        }

        Assert.True(bound > Runs / 2 && beside > Runs / 4, $"{bound} limits bind, {beside} of them beside open orders");
    }

    [Fact]
    public void Decide_ShortOfMaximumBorrow_TellsTruthfullyWhatFillsWithoutIt()
    {
        int told = 0;
        for (int seed = 0; seed < Runs; seed++)
        {
            var scenario = new BorrowScenario(seed);
            RouteDecision decision = scenario.Decide();
            if (decision.Remainder.IsZero)
                continue;
            Assert.Equal(["account0", "account1"], decision.LimitReliefs.Select(relief => relief.Subject.Split(' ')[0]).Order());
            foreach (LimitRelief relief in decision.LimitReliefs)
            {
                int account = relief.Subject[7] - '0';
                RouteDecision without = scenario.Decide(account);
                Assert.Equal(RefusalReason.MaximumBorrow, relief.Limit);
                Assert.True(without.Planned == decision.Planned + relief.More, $"seed {seed}: {relief}, but {decision.Planned.Value} then {without.Planned.Value}");
                Assert.True(relief.More.Value > 0 && relief.CostBasisPoints == without.CostBasisPoints, $"seed {seed}: {relief}, but {without.CostBasisPoints} bp");
                told++;
            }
        }

        Assert.True(told > Runs / 2, $"{told} reliefs");
    }

    private static long Most(BorrowScenario scenario, int account) =>
        (long)Math.Max(0m, decimal.Floor((scenario.Maximum(account) - scenario.Owed(account)) / scenario.Unit));
}
