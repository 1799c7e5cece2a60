using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Tests.Transport;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.Tests.MessageLogs;

/// <summary>What the log for people holds, what it never holds, and how much of it is kept.</summary>
public sealed class FixMessageLogTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fix-message-log-").FullName;
    private readonly ManualTimeProvider time = new();

    [Theory]
    [InlineData("8=FIX.4.4|9=5|35=A|553=al|554=open sesame|925=new one|10=000|", "8=FIX.4.4|9=5|35=A|553=al|554=***|925=***|10=000|")]
    [InlineData("8=FIX.4.4|35=A|95=7|96=ab|cd=e|554=x|10=000|", "8=FIX.4.4|35=A|95=7|96=***|554=***|10=000|")]
    [InlineData("8=FIX.4.4|35=A|95=99|96=abcd|10=000|", "8=FIX.4.4|35=A|95=99|96=***|10=000|")]
    [InlineData("8=FIX.4.4|35=A|554 =secret|junk|10=000|", "8=FIX.4.4|35=A|***|***|10=000|")]
    [InlineData("8=FIX.4.4|35=B|95=3|96=a|b|58=x|10=000|", "8=FIX.4.4|35=B|95=3|96=a\\x01b|58=x|10=000|")]
    [InlineData("8=FIX.4.4|35=BE|554=secret|10=000|", "8=FIX.4.4|35=BE|554=***|10=000|")]
    [InlineData("8=FIX.4.4|35=B|58=one\ntwo\u00e9|10=000|", "8=FIX.4.4|35=B|58=one\\x0Atwo\\xE9|10=000|")]
    [InlineData("8=FIX.4.4|35=A|1402=key|1404=key|58=tail", "8=FIX.4.4|35=A|1402=***|1404=***|58=tail")]
    public void Line_OfAMessage_HidesSecretsAndCannotBeForged(string message, string expected)
    {
        using (FixMessageLog log = Open())
            log.Received(Wire(message));

        Assert.Equal($"20260102-03:04:05.000000 < {expected}", Assert.Single(Lines()));
    }

    [Fact]
    public void Sent_SeveralMessagesAtOnce_AreALineEach()
    {
        FixHeaderTemplate header = new("FIX.4.4", "A", "B");
        byte[] first = new FixMessageWriter().Begin(FixMsgType.News).AppendData(95, 96, "8=FIX\u00019=1\u000110=000\u0001"u8).Encode(header, 1, time.GetUtcNow().UtcDateTime).ToArray();
        byte[] second = new FixMessageWriter().Begin(FixMsgType.Heartbeat).Encode(header, 2, time.GetUtcNow().UtcDateTime).ToArray();
        using (FixMessageLog log = Open())
            log.Sent([.. first, .. second]);

        string[] lines = Lines();
        Assert.Equal(2, lines.Length);
        Assert.Contains("96=8=FIX\\x019=1\\x0110=000\\x01|10=", lines[0], StringComparison.Ordinal);
        Assert.Contains(" > 8=FIX.4.4|9=", lines[1], StringComparison.Ordinal);
        Assert.Contains("|35=0|", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Files_BySizeAndDay_FollowEachOtherAndTheOldestGo()
    {
        for (int day = 0; day < 3; day++)
        {
            using FixMessageLog log = Open(options => options with { MaximumFileBytes = 200, MaximumFiles = 4 });
            for (int i = 0; i < 12; i++)
                log.Received(Wire($"35=B|58={day}-{i:00}|"));
            time.Advance(TimeSpan.FromDays(1));
        }

        string[] files = [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)];
        Assert.Equal(4, files.Length);
        Assert.EndsWith("messages-20260104-0003.log", files[^1], StringComparison.Ordinal);
        Assert.All(files, file => Assert.True(new FileInfo(file).Length < 200 + 60));

        // The newest lines are all there, in order and without a gap.
        string[] kept = [.. Lines().Select(line => line.Split("58=")[1].TrimEnd('|'))];
        string[] all = [.. Enumerable.Range(0, 3).SelectMany(day => Enumerable.Range(0, 12).Select(i => $"{day}-{i:00}"))];
        Assert.Equal(all[^kept.Length..], kept);
        Assert.True(kept.Length >= 12, $"{kept.Length} lines");
    }

    [Fact]
    public void Log_OpenedAgainOnATornLine_EndsItAndGoesOn()
    {
        using (FixMessageLog log = Open())
            log.Received(Wire("35=B|58=1|"));
        string file = Assert.Single(Directory.GetFiles(folder));
        File.AppendAllText(file, "20260102-03:04:05.000000 < 35=B|58=to");
        using (FixMessageLog log = Open())
            log.Received(Wire("35=B|58=2|"));

        Assert.Equal(["35=B|58=1|", "35=B|58=to", "35=B|58=2|"], Lines().Select(line => line[27..]));
    }

    [Fact]
    public void Log_WithAFullBuffer_LosesLinesByCountAndNeverBlocks()
    {
        const int Messages = 5_000;
        using (FixMessageLog log = Open(options => options with { MaximumPendingBytes = 2_048 }))
        {
            for (int i = 0; i < Messages; i++)
                log.Received(Wire($"35=B|58={i}|{new string('x', 900)}"));
        }

        string[] lines = Lines();
        long written = lines.Count(line => line.Contains(" < ", StringComparison.Ordinal));
        long missing = lines.Where(line => line.Contains(" * ", StringComparison.Ordinal)).Sum(line => long.Parse(line.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Messages, written + missing);
        Assert.True(missing > 0);
    }

    [Fact]
    public void Log_WhoseDiskRefuses_CountsAndGoesOnWhenItTakesAgain()
    {
        string blocked = Path.Combine(folder, "blocked");
        File.WriteAllText(blocked, "a file where the folder should be");
        using (FixMessageLog log = Open(options => options with { Directory = blocked }))
        {
            log.Received(Wire("35=B|58=lost|"));
            Assert.True(SpinWait.SpinUntil(() => log.LostCount == 1, TimeSpan.FromSeconds(20)));
            File.Delete(blocked);
            log.Received(Wire("35=B|58=kept|"));
        }

        string[] lines = File.ReadAllLines(Assert.Single(Directory.GetFiles(blocked)));
        Assert.EndsWith("35=B|58=kept|", lines[0], StringComparison.Ordinal);
        Assert.Contains("* 1 writes of messages before this line are missing", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Received_InTheSteadyState_AllocatesNothingOnTheCaller()
    {
        byte[] message = Wire("8=FIX.4.4|9=5|35=D|11=A1|55=BTC-USD|54=1|38=1|40=2|44=60000|10=000|");
        using FixMessageLog log = Open();
        for (int i = 0; i < 20_000; i++)
            log.Received(message);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 2_000; i++)
            log.Received(message);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Session_OverASocket_HasBothDirectionsAndItsConnection()
    {
        using LoopbackFixture loopback = new();
        FixMessageLog log = new(new FixMessageLogOptions { Directory = folder }, TimeProvider.System, NullLogger<FixMessageLog>.Instance);
        FixSession router = loopback.Acceptor.AddSession(LoopbackFixture.RouterOptions, loopback.RouterStore, loopback.Router, log);
        loopback.Acceptor.Start();
        FixInitiator desk = loopback.Initiate(LoopbackFixture.DeskOptions with { Username = "desk", Password = "hidden-word" });
        loopback.LogOn(desk);
        desk.Session.Send(LoopbackFixture.News("up"));
        Assert.Equal("app 2 up", loopback.Router.Next());
        router.Send(LoopbackFixture.News("down"));
        Assert.Equal("app 2 down", loopback.Desk.Next());
        desk.Session.Logout();
        loopback.ExpectEnd();
        loopback.Acceptor.Dispose();
        log.Dispose();

        string[] lines = [.. Lines().Select(line => line[25..])];
        Assert.StartsWith("* connected to 127.0.0.1:", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"^< 8=FIX\.4\.4\|9=\d+\|35=A\|.*\|553=desk\|554=\*\*\*\|", lines[1]);
        Assert.Matches(@"^> 8=FIX\.4\.4\|9=\d+\|35=A\|", lines[2]);
        Assert.Contains(lines, line => line.StartsWith("< ", StringComparison.Ordinal) && line.Contains("|35=B|", StringComparison.Ordinal) && line.Contains("|58=up|", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("> ", StringComparison.Ordinal) && line.Contains("|35=B|", StringComparison.Ordinal) && line.Contains("|58=down|", StringComparison.Ordinal));
        Assert.StartsWith("* disconnected: ", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.Contains("hidden-word", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private FixMessageLog Open(Func<FixMessageLogOptions, FixMessageLogOptions>? with = null)
    {
        FixMessageLogOptions options = new() { Directory = folder };
        return new FixMessageLog(with?.Invoke(options) ?? options, time, NullLogger<FixMessageLog>.Instance);
    }

    private string[] Lines() => [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(File.ReadAllLines)];

    private static byte[] Wire(string text) => Encoding.Latin1.GetBytes(text.Replace('|', '\u0001'));
}
