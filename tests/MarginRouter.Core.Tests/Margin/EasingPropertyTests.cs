using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>
/// What an account over a limit may still do, under every rule set that judges whole accounts: Check and HeadRoom against a dense walk over
/// all partial fills, all orders of fills and all moves (<see cref="DenseEasing"/>).
/// </summary>
public sealed class EasingPropertyTests
{
    /// <summary>Cases of each answer a rule set; more where the environment says so (MARGINROUTER_EASING_CASES).</summary>
    private static int Wanted { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("MARGINROUTER_EASING_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out int cases) ? cases : 2;

    /// <summary>Every rule set that judges whole accounts, and affine frames, whose oracle reads the same rules as those of a whole account.</summary>
    public static TheoryData<string> RuleSets
    {
        get
        {
            TheoryData<string> sets = StatePropertyTests.RuleSets;
            sets.Add("binance/usdm-cross");
            return sets;
        }
    }

    [Theory]
    [MemberData(nameof(RuleSets))]
    public void Check_AccountsOverALimit_AgreesWithTheDenseWalk(string name)
    {
        int passed = 0;
        int worsened = 0;
        int directed = 0;
        int rooms = 0;
        int stricter = 0;
        bool directions = new StateWorld(name, 1).Model.Positions == PositionKeeping.Derivative;

        // Here a table of one row serves, and a loss on what is closed comes out of the wallet: nothing that shrinks a position worsens it.
        bool settles = name == "kucoin/futures-isolated";
        for (int seed = 1; seed <= 150 * Wanted && !Enough(); seed++)
        {
            StateWorld world = StateWorld.Strained(name, seed);
            AccountEvaluator evaluator = world.Evaluator(FillStatePolicy.Any, BreachPolicy.ReduceOnly);
            if (evaluator.MarginUnknown is not null)
                continue;
            DenseEasing dense = new(world);
            if (dense.Missing is not null)
                continue;
            Assert.True(dense.InBreach == evaluator.InBreach, $"seed {seed}: in breach {evaluator.InBreach}; {world}");
            Refusal? refusal = evaluator.InBreach ? evaluator.Check(world.Candidates) : null;
            if (!evaluator.InBreach || refusal?.Reason == RefusalReason.FillStatesUnproven || dense.Judge(world.Candidates) is not { } verdict)
                continue;
            if (IsStricter(world) && refusal is not null && verdict.Length == 0)
                stricter++;
            else
                Assert.True((refusal is null) == (verdict.Length == 0), $"seed {seed}: {refusal} but {verdict}; {world}");
            passed += refusal is null ? 1 : 0;
            worsened += refusal?.Reason == RefusalReason.WouldWorsenBreach ? 1 : 0;
            directed += refusal?.Reason is RefusalReason.WouldGrowPosition or RefusalReason.WouldCrossFlat ? 1 : 0;
            rooms += AgreesOnRoom(evaluator, dense, world, seed) ? 1 : 0;
        }

        Assert.True(Enough(), $"{name}: {passed} passed, {worsened} would have worsened, {directed} grew or crossed flat, {rooms} rooms between");
        Assert.True(stricter <= passed / 4, $"{name}: {stricter} refused beside {passed} passed, though the walk finds nothing worse");

        bool Enough() => passed >= 2 * Wanted && worsened >= (settles ? 0 : Wanted) && directed >= (directions ? Wanted : 0) && rooms >= Wanted;
    }

    /// <summary>Beside children of others affine frames have one rule for all states, which may refuse what is safe in each.</summary>
    private static bool IsStricter(StateWorld world) => world.Model is FrameModel && world.Pending.Length > 0;

    /// <summary>The largest size passes the walk and the next is refused by it; true when it lies between nothing and everything.</summary>
    private static bool AgreesOnRoom(AccountEvaluator evaluator, DenseEasing dense, StateWorld world, int seed)
    {
        const int Most = 6;
        PendingFill wanted = world.Candidates[^1] with { Quantity = new QuantityLots(Most) };
        PendingFill[] assigned = world.Candidates[..^1];
        long found = evaluator.HeadRoom(wanted, assigned, out Refusal? blocking).Value;
        if (blocking?.Reason == RefusalReason.FillStatesUnproven)
            return false;
        string? verdict = dense.Judge([.. assigned, wanted with { Quantity = new QuantityLots(found) }]);
        Assert.True(verdict is null or "" || found == 0, $"seed {seed}: room {found} but {verdict}; {world}");
        if (found == Most || verdict is not "" || IsStricter(world))
            return false;
        string? next = dense.Judge([.. assigned, wanted with { Quantity = new QuantityLots(found + 1) }]);
        Assert.True(next is not "", $"seed {seed}: room {found} ended by {blocking} but one more passes; {world}");
        return found > 0;
    }
}
