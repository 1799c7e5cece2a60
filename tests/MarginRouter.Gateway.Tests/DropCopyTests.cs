using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Rules;

namespace MarginRouter.Gateway.Tests;

/// <summary>A drop copy gets every execution report of its desks once, whenever it was away and whatever died, and may have them again.</summary>
public sealed class DropCopyTests : IDisposable
{
    private readonly MemoryFixMessageStore store = new();

    [Fact]
    public void Copy_OfAReport_IsTheReportWithTheCopyIndicatorAndItsDesk()
    {
        using TestRouter router = Open();
        using MemoryFixMessageStore own = new();
        using TestDesk desk = new TestDesk(own).LogOn(router.EndPoint);
        using TestDesk copy = Watcher().LogOn(router.EndPoint);

        router.Gateway.Send(Reports.Of(1));
        router.Gateway.Send(Reports.Reject(2, "C1", "A1", null, ParentStatus.Rejected, RefusalReason.UnknownOrder));
        router.Gateway.Send(Reports.Of(3) with { Desk = "BRAVO" });
        router.Gateway.Send(Reports.Of(4) with { Desk = "CHARLIE" });
        router.Gateway.Send(Reports.Of(5));

        Assert.Equal(desk.Next() + "|797=Y|5404=ALPHA", copy.Next());
        Assert.StartsWith("35=9|", desk.Next(), StringComparison.Ordinal);
        string bravo = copy.Next();
        Assert.Equal("k3f-3", Field(bravo, "17"));
        Assert.Equal("BRAVO", Field(bravo, "5404"));
        Assert.Equal("k3f-5", Field(copy.Next(), "17"));
    }

    [Fact]
    public void Copies_WhileItWasAwayAndOverRestarts_ComeOnceEachInOrder()
    {
        using TestRouter router = Open();
        router.Gateway.Send(Reports.Of(1));
        using (TestDesk copy = Watcher().LogOn(router.EndPoint))
            Assert.Equal("k3f-1", Field(copy.Next(), "17"));
        SendAll(router, 2);
        router.Restart();

        // A recovery tells everything from the journal's beginning.
        SendAll(router, 4);
        router.Restart();
        SendAll(router, 6);
        using TestDesk again = Watcher().LogOn(router.EndPoint);

        Assert.Equal(["k3f-2", "k3f-3", "k3f-4", "k3f-5", "k3f-6"], Enumerable.Range(0, 5).Select(_ => Field(again.Next(), "17")));
        router.Gateway.Send(Reports.Of(7));
        Assert.Equal("k3f-7", Field(again.Next(), "17"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Copies_WhenTheProcessDiesBetweenItsTwoStores_AreNeitherLostNorDoubled(bool archiveFirst)
    {
        // Whichever of the two stores has taken a report when the process dies, the other gets it from the journal.
        using TestRouter router = Open();
        SendAll(router, 3);
        string[] dying = archiveFirst ? ["copies/WATCH"] : ["WATCH"];
        router.RestartWithout(dying, SendFour);
        SendAll(router, 5);
        using TestDesk copy = Watcher().LogOn(router.EndPoint);

        Assert.Equal(Enumerable.Range(1, 5).Select(Id), Enumerable.Range(0, 5).Select(_ => Field(copy.Next(), "17")));
        copy.Send(U1, "5401=R|60=20200101-00:00:00");
        Assert.Equal(Enumerable.Range(1, 5).Select(Id), Enumerable.Range(0, 5).Select(_ => Field(copy.Next(), "17")));
        Assert.Equal("35=U2|5401=R|5403=5|912=Y|17=k3f-5", copy.Next());

        static void SendFour(TestRouter router) => SendAll(router, 4);
    }

    [Fact]
    public void Replay_FromATimeOrBehindAReport_SendsPagesAsPossibleResends()
    {
        using TestRouter router = Open();
        for (int i = 1; i <= 40; i++)
            router.Gateway.Send(At(i));
        using TestDesk copy = Watcher().LogOn(router.EndPoint);
        for (int i = 1; i <= 40; i++)
            Assert.Equal(Id(i), Field(copy.Next(), "17"));

        copy.Send(U1, "5401=R1|60=20270115-08:00:21|5402=17");
        string first = copy.Next();
        Assert.StartsWith("35=8|97=Y|", first, StringComparison.Ordinal);
        Assert.Equal((Id(21), "Y"), (Field(first, "17"), Field(first, "797")));
        for (int i = 22; i <= 37; i++)
            Assert.Equal(Id(i), Field(copy.Next(), "17"));
        Assert.Equal("35=U2|5401=R1|5403=17|912=N|17=k3f-37", copy.Next());
        copy.Send(U1, "5401=R2|17=k3f-37");
        Assert.Equal(["k3f-38", "k3f-39", "k3f-40"], Enumerable.Range(0, 3).Select(_ => Field(copy.Next(), "17")));
        Assert.Equal("35=U2|5401=R2|5403=3|912=Y|17=k3f-40", copy.Next());
        copy.Send(U1, "5401=R3|60=20300101-00:00:00");
        Assert.Equal("35=U2|5401=R3|5403=0|912=Y", copy.Next());
        copy.Send(U1, "5401=R4|17=k3f-41");
        Assert.Contains("|58=UnknownOrder: no report has ExecID k3f-41", copy.Next(), StringComparison.Ordinal);
        copy.Send(U1, "5401=R5|17=k3f-1|5402=1001");
        Assert.Contains("|371=5402|", copy.Next() + "|", StringComparison.Ordinal);
    }

    [Fact]
    public void Replay_AfterAResetOfTheNumbersAndARestart_HasEverything()
    {
        using TestRouter router = Open();
        SendAll(router, 3);
        using (TestDesk copy = Watcher(reset: true).LogOn(router.EndPoint))
        {
            copy.Send(U1, RulesOfEngagement.ReplaySample);
            for (int i = 1; i <= 3; i++)
                Assert.Equal(Id(i), Field(copy.Next(), "17"));
            Assert.Equal("35=U2|5401=REPLAY-1|5403=3|912=Y|17=k3f-3", copy.Next());
        }

        router.Restart();
        SendAll(router, 4);
        using TestDesk again = Watcher().LogOn(router.EndPoint);

        // What was sent again must not be taken for what was sent last: only the fourth is new.
        Assert.Equal("k3f-4", Field(again.Next(), "17"));
    }

    [Fact]
    public void Replay_OnASessionWithoutCopies_IsNoMessage()
    {
        using TestRouter router = Open();
        using MemoryFixMessageStore own = new();
        using TestDesk desk = new TestDesk(own).LogOn(router.EndPoint);

        desk.Send(U1, RulesOfEngagement.ReplaySample);

        Assert.Matches(@"^35=j\|.*\|372=U1\|.*380=3", desk.Next());
    }

    public void Dispose() => store.Dispose();

    private const int U1 = 'U' | ('1' << 8);

    private static TestRouter Open() => new(with: options => options with
    {
        Desks = [.. options.Desks, new DeskSessionOptions("ALPHA", "WATCHER", "watch", TestDesk.RightPassword) { Name = "WATCH", Permission = SessionRole.CopiesOnly, Copies = ["ALPHA", "BRAVO"] }],
    });

    private TestDesk Watcher(bool reset = false) => new(store, username: "watch") { CompId = "WATCHER", ResetOnLogon = reset };

    private static void SendAll(TestRouter router, int through)
    {
        for (int i = 1; i <= through; i++)
            router.Gateway.Send(Reports.Of(i));
    }

    private static ReportParent At(int second) =>
        Reports.Of(second) with { At = new Instant(1_800_000_000_000_000_000 + (second * 1_000_000_000L)) };

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"k3f-{number}");

    private static string Field(string report, string tag) =>
        report.Split('|').Single(field => field.StartsWith(tag + "=", StringComparison.Ordinal))[(tag.Length + 1)..];
}
