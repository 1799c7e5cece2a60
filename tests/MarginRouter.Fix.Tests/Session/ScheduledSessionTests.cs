using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Storage;

namespace MarginRouter.Fix.Tests.Session;

/// <summary>A session with hours: 9 to 17 UTC each day.</summary>
public sealed class ScheduledSessionTests
{
    private static readonly DateTime Morning = new(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc);

    private static readonly FixSessionOptions Options = new()
    {
        Id = new FixSessionId("US", "THEM"),
        Role = FixRole.Acceptor,
        Schedule = new FixSessionSchedule { TimeZone = TimeZoneInfo.Utc, Start = new TimeOnly(9, 0), End = new TimeOnly(17, 0) },
    };

    [Fact]
    public void Logon_BeforeTheSession_IsRefusedByALogout()
    {
        ProtocolHarness us = new(Options) { Now = Morning.AddSeconds(-1) };
        us.Protocol.Connected(us.Now);
        us.Receive(Logon(us, 1));
        Assert.Contains("35=5\u0001", Assert.Single(Output(us)), StringComparison.Ordinal);
        Assert.Equal("outside of the session's hours", us.Protocol.DisconnectReason);
        Assert.Empty(us.Seen);
    }

    [Fact]
    public void Initiator_OutsideTheSession_SendsNothing()
    {
        ProtocolHarness us = new(Options with { Role = FixRole.Initiator }) { Now = Morning.AddHours(8) };
        us.Protocol.Connected(us.Now);
        Assert.Equal("outside of the session's hours", us.Protocol.DisconnectReason);
        Assert.Empty(Output(us));
    }

    [Fact]
    public void End_WhileLoggedOn_IsALogoutAndTheNextSessionBeginsAtOne()
    {
        ProtocolHarness us = new(Options) { Now = Morning.AddHours(1) };
        LogOn(us, 1);
        us.Send("before the end");
        us.Now = Morning.AddHours(8).AddTicks(-1);
        us.Protocol.Tick(us.Now);
        Assert.Equal(FixSessionStatus.Active, us.Protocol.Status);
        us.TakeOutput();
        us.Now = Morning.AddHours(8);
        us.Protocol.Tick(us.Now);
        Assert.Contains("58=the session's hours have ended", Assert.Single(Output(us)), StringComparison.Ordinal);
        us.Protocol.Disconnected();
        us.Protocol.Tick(us.Now);
        Assert.Equal(4, us.Protocol.NextOutbound);

        us.Now = Morning.AddDays(1);
        us.Protocol.Tick(us.Now);
        Assert.Equal((1, 1), (us.Protocol.NextOutbound, us.Protocol.NextInbound));
        LogOn(us, 1);
        Assert.Equal(2, us.Protocol.NextOutbound);
    }

    [Fact]
    public void Reconnect_WithinTheSession_KeepsTheNumbers()
    {
        ProtocolHarness us = new(Options) { Now = Morning };
        LogOn(us, 1);
        us.Protocol.Disconnected();
        us.Now = Morning.AddHours(7);
        LogOn(us, 2);
        Assert.Equal((3, 3), (us.Protocol.NextOutbound, us.Protocol.NextInbound));
    }

    [Fact]
    public void Message_StoredAfterTheStartAndBeforeTheLogon_IsResent()
    {
        ProtocolHarness us = new(Options) { Now = Morning.AddHours(-1) };
        Assert.Equal(FixSendResult.Stored, us.Send("of the night"));
        us.Now = Morning;
        Assert.Equal(FixSendResult.Stored, us.Send("of the day"));
        LogOn(us, 1);
        us.Receive(Encode(us, 2, new FixMessageWriter().Begin(FixMsgType.ResendRequest).Append(FixTag.BeginSeqNo, 1).Append(FixTag.EndSeqNo, 0)));
        string resent = Output(us)[0];
        Assert.Contains("34=1\u0001", resent, StringComparison.Ordinal);
        Assert.Contains("58=of the day", resent, StringComparison.Ordinal);
    }

    [Fact]
    public void RoundTheClock_AtTheChangeOfSessions_LogsOutAndBeginsAnew()
    {
        ProtocolHarness us = new(Options with { Schedule = Options.Schedule! with { End = Options.Schedule.Start } }) { Now = Morning.AddDays(1).AddMinutes(-1) };
        LogOn(us, 1);
        us.Now = Morning.AddDays(1);
        us.Protocol.Tick(us.Now);
        Assert.Equal(FixSessionStatus.LogoutSent, us.Protocol.Status);
        Assert.Equal(2, us.Protocol.NextInbound);
        us.Protocol.Disconnected();
        LogOn(us, 1);
    }

    [Fact]
    public void Restart_WithinAndAfterTheSession_KnowsWhoseNumbersItHas()
    {
        string directory = Directory.CreateTempSubdirectory("fix-hours-").FullName;
        try
        {
            foreach ((DateTime now, long expected) in ((DateTime, long)[])[(Morning, 1), (Morning.AddHours(2), 2), (Morning.AddDays(1), 1), (Morning.AddDays(1).AddHours(1), 2)])
            {
                using SegmentFixMessageStore store = SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = directory });
                ProtocolHarness us = new(Options, store) { Now = now };
                LogOn(us, expected);
                Assert.Equal((expected + 1, expected + 1), (us.Protocol.NextOutbound, us.Protocol.NextInbound));
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void LogOn(ProtocolHarness us, long number)
    {
        us.Seen.Clear();
        us.Protocol.Connected(us.Now);
        us.Receive(Logon(us, number));
        Assert.Null(us.Protocol.DisconnectReason);
        Assert.Equal(["logon"], us.Seen);
        us.TakeOutput();
    }

    private static byte[] Logon(ProtocolHarness us, long number) =>
        Encode(us, number, new FixMessageWriter().Begin(FixMsgType.Logon).Append(FixTag.EncryptMethod, 0).Append(FixTag.HeartBtInt, 0));

    private static byte[] Encode(ProtocolHarness us, long number, FixMessageWriter message) =>
        message.Encode(new FixHeaderTemplate("FIX.4.4", "THEM", "US"), number, us.Now).ToArray();

    private static List<string> Output(ProtocolHarness us) => ProtocolHarness.Split(us.TakeOutput());
}
