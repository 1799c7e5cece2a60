using System.Net;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Settings;

namespace MarginRouter.Fix.Tests.Settings;

/// <summary>Session settings in QuickFIX form: what each key means, and which line is to blame.</summary>
public sealed class FixSettingsReaderTests
{
    private const string Acceptor = """
        # what all sessions share
        [DEFAULT]
        ConnectionType=acceptor
        BeginString=FIX.4.4
        SenderCompID=ROUTER
        SocketAcceptPort=9880
        SocketAcceptHost=127.0.0.1
        FileStorePath=var/store
        FileLogPath=var/log
        StartTime=17:05:00
        EndTime=17:00:00
        StartDay=Sun
        EndDay=Friday
        TimeZone=America/New_York
        CheckLatency=N

        [SESSION]
        TargetCompID=DESK
        ResetOnLogon=Y
        ValidateFieldsOutOfOrder=N
        MaxMessagesInResendRequest=500
        TimeStampPrecision=MICROS
        [SESSION]
        BeginString=FIXT.1.1
        DefaultApplVerID=FIX.5.0SP2
        TargetCompID=ALGO-*
        DynamicSession=Y
        AllowedRemoteAddresses=10.1.0.0/16, 127.0.0.1
        """;

    private const string Initiator = """
        [DEFAULT]
        ConnectionType=initiator
        BeginString=FIX.4.4
        SenderCompID=DESK
        TargetCompID=ROUTER
        HeartBtInt=20
        SocketConnectHost=fix.example
        SocketConnectPort=9880
        NonStopSession=Y
        PersistMessages=N
        MaxLatency=30
        ReconnectInterval=5
        EnableNextExpectedMsgSeqNum=Y
        UseDataDictionary=N
        Username=desk
        SSLEnable=Y
        SSLServerName=router.example
        [SESSION]
        """;

    [Fact]
    public void Read_Acceptor_GivesEachSessionItsOwnKeysOverTheDefaults()
    {
        Assert.Contains("a.cfg, line 6: the session at line 17 listens there with another TLS or other networks", Assert.Throws<FixSettingsException>(() => FixSettingsReader.Read(Acceptor, "a.cfg")).Errors);
        IReadOnlyList<FixConfiguredSession> sessions = FixSettingsReader.Read(Acceptor.Replace("[SESSION]\nBegin", "[SESSION]\nSocketAcceptPort=9881\nBegin", StringComparison.Ordinal), "a.cfg");
        Assert.Equal(2, sessions.Count);
        FixSessionOptions desk = sessions[0].Options;
        Assert.Equal(new FixSessionId("ROUTER", "DESK"), desk.Id);
        Assert.Equal(FixRole.Acceptor, desk.Role);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:9880"), sessions[0].Listen);
        Assert.Equal(("var/store", "var/log"), (sessions[0].StoreDirectory, sessions[0].LogDirectory));
        Assert.True(desk.ResetOnLogon);
        Assert.Null(desk.SendingTimeTolerance);
        Assert.Equal(500, desk.MaximumResendRange);
        Assert.Equal(FixTimestampPrecision.Microseconds, desk.TimestampPrecision);
        Assert.Equal("FIX.4.4", desk.Validation!.Dictionary.Version);
        Assert.False(desk.Validation.CheckFieldOrder);
        Assert.Equal((DayOfWeek.Sunday, DayOfWeek.Friday, "America/New_York"), (desk.Schedule!.StartDay, desk.Schedule.EndDay, desk.Schedule.TimeZone.Id));
        Assert.Equal(new DateTime(2026, 1, 4, 22, 5, 0, DateTimeKind.Utc), desk.Schedule.WindowAt(new DateTime(2026, 1, 7, 0, 0, 0, DateTimeKind.Utc))!.Value.Start);

        FixConfiguredSession algos = sessions[1];
        Assert.True(algos.IsTemplate);
        Assert.Equal(("FIXT.1.1", "9", "FIX.5.0SP2"), (algos.Options.Id.BeginString, algos.Options.DefaultApplVerId, algos.Options.Validation!.Dictionary.Version));
        Assert.Equal("10.1.0.0/16 127.0.0.1/32", string.Join(' ', algos.AllowedNetworks));
        Assert.False(algos.Options.ResetOnLogon);
    }

    [Fact]
    public void Read_Initiator_ConnectsAsItSays()
    {
        FixConfiguredSession session = Assert.Single(FixSettingsReader.Read(Initiator, "i.cfg"));
        Assert.Equal(("fix.example", 9880, TimeSpan.FromSeconds(5)), (session.Connect!.Host, session.Connect.Port, session.Connect.ReconnectDelay));
        Assert.Equal(TimeSpan.FromSeconds(20), session.Options.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromSeconds(30), session.Options.SendingTimeTolerance);
        Assert.True(session.Options.UseNextExpectedNumber);
        Assert.Null(session.Options.Validation);
        Assert.Null(session.Options.Schedule);
        Assert.Null(session.StoreDirectory);
        Assert.Equal("desk", session.Options.Username);
        Assert.Equal("router.example", session.Tls!.ServerName);
    }

    [Theory]
    [InlineData("CheckLatency=N", "CheckLatensy=N", "a.cfg, line 15: unknown key 'CheckLatensy'")]
    [InlineData("CheckLatency=N", "CheckCompID=N", "a.cfg, line 15: CheckCompID is not used here: CompIDs are always checked")]
    [InlineData("CheckLatency=N", "CheckLatency=maybe", "a.cfg, line 15: CheckLatency must be Y or N")]
    [InlineData("SenderCompID=ROUTER", "", "a.cfg, line 17: SenderCompID is missing")]
    [InlineData("SocketAcceptPort=9880", "SocketAcceptPort=98800", "a.cfg, line 6: SocketAcceptPort must be a whole number from 0 to 65535")]
    [InlineData("StartTime=17:05:00", "StartTime=5 pm", "a.cfg, line 10: StartTime 5 pm is no time of day such as 17:05:00")]
    [InlineData("EndDay=Friday", "", "a.cfg, line 12: a weekly session needs a start day and an end day")]
    [InlineData("StartDay=Sun", "StartDay=S", "a.cfg, line 12: StartDay: 'S' is no day such as Sun or Sunday")]
    [InlineData("TimeZone=America/New_York", "TimeZone=Atlantis", "a.cfg, line 14: TimeZone Atlantis is not known to this machine, as America/New_York or UTC are")]
    [InlineData("BeginString=FIX.4.4", "BeginString=FIX.4.3", "a.cfg, line 4: BeginString FIX.4.3 is not spoken: FIX.4.2, FIX.4.4 and FIXT.1.1 are")]
    [InlineData("DefaultApplVerID=FIX.5.0SP2", "DefaultApplVerID=FIX.5.0", "a.cfg, line 25: DefaultApplVerID FIX.5.0 is not spoken: FIX.5.0SP2 (9), FIX.4.4 (6) and FIX.4.2 (4) are")]
    [InlineData("DynamicSession=Y", "", "a.cfg, line 26: TargetCompID is a pattern, which needs DynamicSession=Y")]
    [InlineData("ResetOnLogon=Y", "ResetOnLogon", "a.cfg, line 19: 'ResetOnLogon' is no Key=Value")]
    [InlineData("ResetOnLogon=Y", "TargetCompID=OTHER", "a.cfg, line 19: TargetCompID stands at line 18 already")]
    [InlineData("ResetOnLogon=Y", "DataDictionary=/nowhere.xml", "a.cfg, line 19: DataDictionary: /nowhere.xml: ")]
    [InlineData("ResetOnLogon=Y", "SSLEnable=Y", "a.cfg, line 17: SSLCertificate is missing")]
    [InlineData("ResetOnLogon=Y", "Password=secret", "a.cfg, line 19: Password is for initiators: an acceptor's application judges the Logon")]
    [InlineData("[DEFAULT]", "[DEFAULTS]", "a.cfg, line 2: [DEFAULTS] is neither [DEFAULT] nor [SESSION]")]
    [InlineData("# what all", "X=1", "a.cfg, line 1: a key stands before [DEFAULT] and [SESSION]")]
    public void Read_Fault_IsNamedWithItsLine(string what, string instead, string error)
    {
        FixSettingsException fault = Assert.Throws<FixSettingsException>(() => FixSettingsReader.Read(Acceptor.Replace(what, instead, StringComparison.Ordinal), "a.cfg"));
        Assert.Contains(fault.Errors, one => one.StartsWith(error, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SeveralFaults_AreAllListedInOrder()
    {
        FixSettingsException fault = Assert.Throws<FixSettingsException>(() => FixSettingsReader.Read("[SESSION]\nHello=1\nWorld=2\n", "b.cfg"));
        Assert.Contains("b.cfg, line 1: ConnectionType is missing", fault.Errors);
        Assert.Contains("b.cfg, line 2: unknown key 'Hello'", fault.Errors);
        Assert.Contains("b.cfg, line 3: unknown key 'World'", fault.Errors);
        Assert.Equal(["b.cfg: no [SESSION]"], Assert.Throws<FixSettingsException>(() => FixSettingsReader.Read("", "b.cfg")).Errors);
        Assert.StartsWith("/nowhere.cfg: ", Assert.Single(Assert.Throws<FixSettingsException>(() => FixSettingsReader.ReadFile("/nowhere.cfg")).Errors), StringComparison.Ordinal);
    }
}
