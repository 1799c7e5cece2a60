using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Tests.Margin.Valuation;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Marks of perpetual contracts against the marks of other venues; every contract of the world is quoted in USD.</summary>
public sealed class MarkWatchTests
{
    private readonly Firm firm = Firm(ValuationWorld.Rule([.. Enumerable.Range(0, 3).Select(venue => ValuationWorld.Mark(venue))]) with { MaximumDeviation = 0.02m });
    private readonly MarketState market;
    private readonly MarkWatch watch;
    private readonly CommandList commands = new();
    private Instant now = ValuationWorld.Start;

    public MarkWatchTests()
    {
        market = new MarketState(firm, new ValuationWatch(firm));
        watch = new MarkWatch(firm);
    }

    [Fact]
    public void Check_OneMarkLeavesTheOthers_IsToldOnceAndAgainWhenItIsBack()
    {
        Mark(100m, 101m, 99m, 100m);
        Assert.Empty(Check());
        Mark(100m, 101m, 99m, 103m);
        RaiseAlarm alarm = Assert.Single(Check());
        Assert.Equal("markDeviates", alarm.Code);
        Assert.Contains("v3:COINUSD marks 103, other venues 100, allowed 0.02", alarm.Text, StringComparison.Ordinal);
        Assert.Empty(Check());

        // It still judges what is held there.
        Assert.Equal(103m, market.Prices(now).Mark(new InstrumentId(3))!.Value.Value);
        Mark(100m, 101m, 99m, 101.5m);
        Assert.Equal("markAgrees", Assert.Single(Check()).Code);
    }

    [Fact]
    public void Check_AtTheLimit_IsNoDeparture()
    {
        Mark(100m, 100m, 102m);
        Assert.Empty(Check());
        Mark(100m, 100m, 102.01m);
        Assert.Single(Check());
    }

    [Fact]
    public void Check_StaleMarks_TakeNoPart()
    {
        Mark(100m, 120m);
        now = now.PlusMilliseconds(1_001);
        Mark(100m);
        Assert.Empty(Check());
    }

    [Fact]
    public void Check_RandomMarks_TellsExactlyThoseBeyondTheMedianOfTheOthers()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            decimal[] marks = [.. Enumerable.Range(0, random.Next(2, ValuationWorld.Venues + 1)).Select(_ => 100m + (random.Next(-400, 401) / 100m))];
            MarkWatch fresh = new(firm);
            now = now.PlusMilliseconds(2_000);
            Mark(marks);
            commands.Clear();
            fresh.Check(now, market, commands);
            string[] expected =
            [
                .. marks.Select((mark, venue) => (mark, venue)).Where(each => Departs(marks, each.venue)).Select(each => $"v{each.venue}:COINUSD"),
            ];
            string[] told = [.. Enumerable.Range(0, commands.Count).Select(i => ((RaiseAlarm)commands[i]).Text.Split(' ')[0])];
            Assert.True(expected.SequenceEqual(told), $"seed {seed}: {string.Join(", ", marks)}: {string.Join(", ", told)} instead of {string.Join(", ", expected)}");
        }
    }

    private static bool Departs(decimal[] marks, int own)
    {
        decimal[] others = [.. marks.Where((_, venue) => venue != own).Order()];
        decimal median = (others[(others.Length - 1) / 2] + others[others.Length / 2]) / 2m;
        return Math.Abs(marks[own] - median) > 0.02m * median;
    }

    private void Mark(params decimal[] marks)
    {
        for (int venue = 0; venue < marks.Length; venue++)
            market.Apply(new MarkPriceReceived(new InstrumentId(venue), marks[venue], now), now);
        market.Valuate(now);
    }

    private List<RaiseAlarm> Check()
    {
        commands.Clear();
        watch.Check(now, market, commands);
        return [.. Enumerable.Range(0, commands.Count).Select(i => Assert.IsType<RaiseAlarm>(commands[i]))];
    }

    private static Firm Firm(ValuationRule rule) => new()
    {
        Reference = ValuationWorld.Reference,
        Subaccounts = [],
        Desks = [],
        Valuation = [ValuationWorld.Dollar, rule],
        Ages = new AgeLimits(1_000, 1_000, 1_000),
        BookDepth = 5,
        WorkUnits = 1,
    };
}
