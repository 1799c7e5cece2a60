using System.Globalization;
using System.Net;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Host.Journal;
using MarginRouter.Storage;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// A router with a drop copy and message logs, killed (SIGKILL) at random moments with orders in flight: neither the desk nor the drop copy
/// loses a report or gets one twice, trades and allocations are told as before, and all four stores agree on the numbers.
/// </summary>
[Collection(ProcessTests.Name)]
public sealed class DropCopyKillTests
{
    private const string RunsVariable = "MARGINROUTER_COPY_KILLS";
    private const string SeedVariable = "MARGINROUTER_CRASH_SEED";
    private const int DefaultRuns = 20;
    private const int LongestLifeMilliseconds = 80;

    [Fact]
    public async Task Kill_AtRandomMoments_DeskAndDropCopyHaveEveryReportOnce()
    {
        int runs = Number(RunsVariable) ?? DefaultRuns;
        int seed = Number(SeedVariable) ?? Random.Shared.Next();
        Random random = new(seed);
        await using CrashWorld world = await CrashWorld.PrepareAsync();
        world.Files.AddDropCopy();
        using TestDesk copy = new(CrashConfiguration.DropCopy);
        Dictionary<string, string> trades = [];
        world.StartRouter();
        await world.ConnectAsync();
        await ConnectAsync(world, copy);
        int run = 0;
        try
        {
            for (run = 1; run <= runs; run++)
                await LiveAndDieAsync((world, copy), $"copy-{run.ToString(CultureInfo.InvariantCulture)}", random, trades);
            await VerifyAsync(world, copy);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"{SeedVariable}={seed}, run {run} of {runs}: {exception.Message}{Environment.NewLine}{world.Router.Everything}", exception);
        }
    }

    private static async Task LiveAndDieAsync((CrashWorld World, TestDesk Copy) both, string order, Random random, Dictionary<string, string> trades)
    {
        (CrashWorld world, TestDesk copy) = both;
        world.Venues.Refill();
        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        decimal quantity = random.Next(1, 160) / 10m;
        world.Desk.Send(order, side, quantity, side == Side.Buy ? 61_000m : 59_000m, day: random.Next(3) == 0);
        bool copyAway = random.Next(3) == 0;
        if (copyAway)
            copy.Disconnect();
        if (random.Next(4) == 0)
            world.Desk.Disconnect();
        await Task.Delay(random.Next(LongestLifeMilliseconds), CancellationToken.None);
        await world.KillAsync();
        copy.Disconnect();
        await world.KillAndRestartOnceMoreAsync(random.Next(4) == 0);
        await ConnectAsync(world, copy);
        await world.Desk.FinalAsync(order);
        await copy.FinalAsync(order);
        await SameTradesAsync(world.Desk, order, trades);
        await AllocateAsync(world.Desk, order, side);
    }

    private static async Task ConnectAsync(CrashWorld world, TestDesk copy)
    {
        string address = (await world.Router.LineAsync(@"Desks connect to (\S+)")).Groups[1].Value;
        await copy.ConnectAsync(IPEndPoint.Parse(address));
    }

    /// <summary>Asks for every trade: those that were told before a kill are told in the same words after it.</summary>
    private static async Task SameTradesAsync(TestDesk desk, string order, Dictionary<string, string> known)
    {
        string? after = null;
        HashSet<string> seen = [];
        for (int page = 1; page == 1 || after is not null; page++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"T-{order}-{page}");
            desk.Send(FixMsgType.TradeCaptureReportRequest, $"568={id}|569=0{(after is null ? string.Empty : $"|5405={after}")}");
            await desk.MessagesAsync(all => IsComplete(all, id), $"the trades of {id}");
            string acknowledged = desk.Messages.First(one => one.Type == FixMsgType.TradeCaptureReportRequestAck && Has(one.Text, 568, id)).Text;
            after = Field(acknowledged, 5405);
            foreach ((_, string text) in desk.Messages.Where(one => one.Type == FixMsgType.TradeCaptureReport && Has(one.Text, 568, id)))
            {
                string trade = string.Join('|', text.Split('|').Where(field => !field.StartsWith("568=", StringComparison.Ordinal)
                    && !field.StartsWith("748=", StringComparison.Ordinal) && !field.StartsWith("912=", StringComparison.Ordinal)));
                string number = Field(text, 571)!;
                Assert.True(seen.Add(number), $"trade {number} twice");
                Assert.True(!known.TryGetValue(number, out string? before) || before == trade, $"{before} became {trade}");
                known[number] = trade;
            }
        }

        Assert.Equal(known.Keys.Order(), seen.Order());
    }

    private static bool IsComplete(IReadOnlyList<(int Type, string Text)> all, string id)
    {
        string? acknowledged = all.FirstOrDefault(one => one.Type == FixMsgType.TradeCaptureReportRequestAck && Has(one.Text, 568, id)).Text;
        return acknowledged is not null
            && int.Parse(Field(acknowledged, 748)!, CultureInfo.InvariantCulture) == all.Count(one => one.Type == FixMsgType.TradeCaptureReport && Has(one.Text, 568, id));
    }

    /// <summary>Divides what the order has filled, and the orders before it again in the same words: accepted once, answered each time.</summary>
    private static async Task AllocateAsync(TestDesk desk, string order, Side side)
    {
        WireReport final = await desk.FinalAsync(order);
        if (final.CumulativeQuantity == 0m)
            return;
        string body = string.Create(CultureInfo.InvariantCulture,
            $"70=X-{order}|71=0|626=1|857=1|73=1|11={order}|54={(side == Side.Buy ? 1 : 2)}|55={CrashConfiguration.Product}|53={final.CumulativeQuantity}|6={final.AveragePrice}|75=20270115|78=1|79=FUND-A|80={final.CumulativeQuantity}");
        for (int time = 1; time <= 2; time++)
        {
            int answers = time;
            desk.Send(FixMsgType.AllocationInstruction, body);
            await desk.MessagesAsync(all => all.Count(one => one.Type == FixMsgType.AllocationInstructionAck && Has(one.Text, 70, $"X-{order}")) >= answers, $"answer {time} to X-{order}");
        }
    }

    private static async Task VerifyAsync(CrashWorld world, TestDesk copy)
    {
        // The last copy is there: every number before it is, too, because each session delivers in order.
        string last = world.Desk.Reports.Last(report => report.ExecId.Length > 0).ExecId;
        await copy.ReportAsync(report => report.ExecId == last, $"the copy of {last}");
        (_, RecoveredState state) = world.Journal.Recover();
        string[] implied = [.. state.Reports.OfType<ReportParent>().Where(report => report.Desk == CrashConfiguration.Desk)
            .Select(report => string.Create(CultureInfo.InvariantCulture, $"{state.Header.InstanceTag}-{report.ReportNumber}"))];
        string[] copied = [.. copy.Reports.Where(report => !report.PossibleDuplicate || !copy.Reports.Any(other => other.ExecId == report.ExecId && !other.PossibleDuplicate)).Select(report => report.ExecId).Distinct()];
        Assert.Equal(implied, copied);
        foreach (IGrouping<string, WireReport> again in copy.Reports.GroupBy(report => report.ExecId))
            Assert.All(again.Skip(1), report => Assert.True(report.PossibleDuplicate, $"copied twice: {report}"));

        // A copy is the report with two fields more.
        Dictionary<string, string> told = Bodies(world.Desk);
        foreach ((string id, string text) in Bodies(copy))
            Assert.Equal(told[id] + $"|797=Y|5404={CrashConfiguration.Desk}", text);
        AllocationsAreUnique(world.Desk, state);
        (long, long) deskNumbers = await QuietAsync(world.Desk, FixMsgType.TradingSessionStatusRequest, "335=END|263=0", FixMsgType.TradingSessionStatus);
        (long, long) copyNumbers = await QuietAsync(copy, 'U' | ('1' << 8), "5401=END|60=20990101-00:00:00", 'U' | ('2' << 8));
        await world.VerifyAsync();
        Assert.Equal((deskNumbers.Item2, deskNumbers.Item1), Numbers(world, CrashConfiguration.Desk));
        Assert.Equal((copyNumbers.Item2, copyNumbers.Item1), Numbers(world, CrashConfiguration.DropCopy));
        string[] logs = Directory.GetFiles(world.Files.MessageFolder, "*", SearchOption.AllDirectories);
        string everything = string.Concat(logs.Select(File.ReadAllText));
        Assert.Contains("35=D", everything, StringComparison.Ordinal);
        Assert.Contains("797=Y", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(CrashConfiguration.Secrets["CRASH_WATCH_PASSWORD"], everything, StringComparison.Ordinal);
    }

    /// <summary>Each division is reported once; every answer that the journal implies is there once.</summary>
    private static void AllocationsAreUnique(TestDesk desk, RecoveredState state)
    {
        string[] implied = [.. state.Reports.Where(report => report is AnswerAllocation or ReportAllocation)
            .Select(report => string.Create(CultureInfo.InvariantCulture, $"{state.Header.InstanceTag}-{report.ReportNumber}"))];
        (string Number, bool Again)[] told = [.. desk.Messages.Where(one => one.Type is FixMsgType.AllocationInstructionAck or FixMsgType.AllocationReport)
            .Select(one => (Field(one.Text, 5106)!, Field(one.Text, 43) == "Y"))];
        Assert.NotEmpty(implied);
        Assert.Equal(implied, told.Select(one => one.Number).Distinct());
        foreach (IGrouping<string, (string Number, bool Again)> one in told.GroupBy(one => one.Number))
            Assert.All(one.Skip(1), repeated => Assert.True(repeated.Again, $"{one.Key} twice"));
    }

    /// <summary>Asks something, waits for the answer, and cuts the connection: from then on nothing changes the numbers.</summary>
    private static async Task<(long Outbound, long Inbound)> QuietAsync(TestDesk session, int question, string body, int answer)
    {
        int before = session.Messages.Count(one => one.Type == answer);
        session.Send(question, body);
        await session.MessagesAsync(all => all.Count(one => one.Type == answer) > before, "the last answer");
        session.Disconnect();
        return session.Numbers;
    }

    private static (long Outbound, long Inbound) Numbers(CrashWorld world, string session)
    {
        using SegmentFixMessageStore store = SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = Path.Combine(world.Files.FixFolder, "desks", session) });
        return (store.NextOutbound, store.NextInbound);
    }

    private static Dictionary<string, string> Bodies(TestDesk session) => session.Messages
        .Where(one => one.Type == FixMsgType.ExecutionReport)
        .Select(one => (Id: Field(one.Text, 17)!, Text: one.Text.Replace("43=Y|", string.Empty, StringComparison.Ordinal)))
        .DistinctBy(one => one.Id)
        .ToDictionary(one => one.Id, one => one.Text);

    private static bool Has(string text, int tag, string value) => Field(text, tag) == value;

    private static string? Field(string text, int tag)
    {
        string start = string.Create(CultureInfo.InvariantCulture, $"{tag}=");
        return text.Split('|').FirstOrDefault(field => field.StartsWith(start, StringComparison.Ordinal))?[start.Length..];
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
