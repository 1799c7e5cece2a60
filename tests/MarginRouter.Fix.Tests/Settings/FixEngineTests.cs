using System.Collections.Concurrent;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Settings;
using MarginRouter.Fix.Transport;
using MarginRouter.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.Tests.Settings;

/// <summary>Sessions from settings files over sockets, with an application in QuickFIX's shape on both sides.</summary>
public sealed class FixEngineTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly List<FixEngine> _engines = [];

    [Fact]
    public void AdapterInQuickFixShape_OnBothSides_SeesEveryCallBack()
    {
        Recorder broker = new("open sesame"), desk = new(null);
        FixEngine acceptor = Open(AcceptorText("TargetCompID=DESK"), broker);
        FixEngine initiator = Open(InitiatorText("DESK", acceptor), desk);
        Assert.Equal("created FIX.4.4:ROUTER->DESK", broker.Next());
        Assert.Equal("created FIX.4.4:DESK->ROUTER", desk.Next());
        acceptor.Start();
        initiator.Start();
        Assert.Equal(["toAdmin A", "fromAdmin A", "logon"], desk.Take(3));
        Assert.Equal(["fromAdmin A", "toAdmin A", "logon"], broker.Take(3));

        FixSession session = Assert.Single(initiator.Sessions);
        session.Send(new FixMessageWriter().Begin(FixMsgType.OrderStatusRequest).Append(FixTag.ClOrdID, "1").Append(FixTag.Symbol, "X").Append(FixTag.Side, '1'));
        Assert.Equal("toApp H", desk.Next());
        Assert.Equal(["fromApp H", "toApp j"], broker.Take(2));
        Assert.Equal("fromApp j", desk.Next());

        // The built-in dictionary judges: an order without a type does not reach the application.
        session.Send(new FixMessageWriter().Begin(FixMsgType.NewOrderSingle).Append(FixTag.ClOrdID, "1"));
        Assert.Equal(["toApp D", "fromAdmin 3"], desk.Take(2));
        Assert.Equal("toAdmin 3", broker.Next());
        initiator.Logout("done");
        Assert.Equal(["fromAdmin 5", "toAdmin 5", "logout"], broker.Take(3));

        // Lines for people are written off the sessions' threads.
        string log = _directory.PathOf("log/FIX.4.4-ROUTER-DESK");
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(log) && Directory.GetFiles(log).Length > 0, TimeSpan.FromSeconds(10)), "no message log");
        Assert.NotEmpty(Directory.GetFiles(_directory.PathOf("store/FIX.4.4-ROUTER-DESK")));
    }

    [Fact]
    public void AdapterInQuickFixShape_RefusesALogonByItsException()
    {
        Recorder broker = new("another"), desk = new(null);
        FixEngine acceptor = Open(AcceptorText("TargetCompID=DESK"), broker);
        acceptor.Start();
        Open(InitiatorText("DESK", acceptor), desk).Start();
        Assert.Equal("created FIX.4.4:DESK->ROUTER", desk.Next());
        Assert.Equal(["toAdmin A", "fromAdmin 5"], desk.Take(2));
    }

    [Fact]
    public void DynamicSession_EveryCompIdThatFits_GetsASessionOfItsOwnThatStays()
    {
        Recorder broker = new("open sesame");
        FixEngine acceptor = Open(AcceptorText("TargetCompID=ALGO-*\nDynamicSession=Y"), broker);
        acceptor.Start();
        foreach (string name in (string[])["ALGO-1", "ALGO-2"])
        {
            Recorder desk = new(null);
            FixEngine initiator = Open(InitiatorText(name, acceptor), desk);
            initiator.Start();
            Assert.Equal([$"created FIX.4.4:{name}->ROUTER", "toAdmin A", "fromAdmin A", "logon"], desk.Take(4));
            Assert.Equal([$"created FIX.4.4:ROUTER->{name}", "fromAdmin A", "toAdmin A", "logon"], broker.Take(4));
        }

        Assert.Equal(["FIX.4.4:ROUTER->ALGO-1", "FIX.4.4:ROUTER->ALGO-2"], acceptor.Sessions.Select(session => session.Id.ToString()).Order(StringComparer.Ordinal));
        foreach (string stranger in (string[])["OTHER", "ALGO-..", "ALGO-a/b"])
        {
            Recorder desk = new(null);
            Open(InitiatorText(stranger, acceptor), desk).Start();
            Assert.Equal([$"created FIX.4.4:{stranger}->ROUTER", "toAdmin A"], desk.Take(2));
        }

        Assert.True(acceptor.Sessions.Count() <= 3, "only ALGO-.. is a name that could fit");
        Assert.DoesNotContain(acceptor.Sessions, session => session.Id.TargetCompId.Contains('/', StringComparison.Ordinal) || session.Id.TargetCompId == "OTHER");
    }

    [Theory]
    [InlineData("*", "ANY", true)]
    [InlineData("A*Z", "AZ", true)]
    [InlineData("A*B*C", "A1B2B3C", true)]
    [InlineData("A*B*C", "A1B2", false)]
    [InlineData("A?C", "ABC", true)]
    [InlineData("A?C", "AC", false)]
    [InlineData("*", ".hidden", false)]
    [InlineData("*", "a/b", false)]
    [InlineData("*", "", false)]
    public void Fits_PatternAndCompId_AsAReaderWouldSay(string pattern, string compId, bool fits)
    {
        FixSessionOptions options = new() { Id = new FixSessionId("US", pattern), Role = FixRole.Acceptor };
        Assert.Equal(fits, new DynamicSessions(new FixSessionTemplate(options, _ => throw new InvalidOperationException("not asked for"))).Fits(new FixSessionId("US", compId)));
    }

    public void Dispose()
    {
        _engines.Reverse();
        foreach (FixEngine engine in _engines)
            engine.Dispose();
        _directory.Dispose();
    }

    private FixEngine Open(string text, Recorder application)
    {
        FixEngine engine = new(FixSettingsReader.Read(text, "test.cfg"), new QuickFixShapeAdapter(application), TimeProvider.System, NullLoggerFactory.Instance);
        _engines.Add(engine);
        return engine;
    }

    private string AcceptorText(string session) => $"""
        [DEFAULT]
        ConnectionType=acceptor
        BeginString=FIX.4.4
        SenderCompID=ROUTER
        SocketAcceptHost=127.0.0.1
        SocketAcceptPort=0
        NonStopSession=Y
        FileStorePath={_directory.PathOf("store")}
        FileLogPath={_directory.PathOf("log")}
        [SESSION]
        {session}
        """;

    private static string InitiatorText(string sender, FixEngine acceptor) => $"""
        [DEFAULT]
        ConnectionType=initiator
        BeginString=FIX.4.4
        SenderCompID={sender}
        TargetCompID=ROUTER
        HeartBtInt=30
        SocketConnectHost=127.0.0.1
        SocketConnectPort={Assert.Single(acceptor.EndPoints).Port}
        ReconnectInterval=60
        NonStopSession=Y
        PersistMessages=N
        [SESSION]
        """;

    /// <summary>Written as a user of QuickFIX writes: it knows nothing of our types but the session's id.</summary>
    private sealed class Recorder(string? password) : IQuickFixShape
    {
        private readonly BlockingCollection<string> _events = [];

        public string Next() => _events.TryTake(out string? what, Patience) ? what : throw new TimeoutException("nothing happened");

        public string[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

        public void OnCreate(FixSessionId session) => _events.Add($"created {session}");

        public void OnLogon(FixSessionId session) => _events.Add("logon");

        public void OnLogout(FixSessionId session) => _events.Add("logout");

        public void ToAdmin(StringBuilder fields, FixSessionId session)
        {
            string type = Type(fields.ToString());
            if (type == "A" && password is null)
                fields.Append("553=desk|554=open sesame|");
            _events.Add($"toAdmin {type}");
        }

        public void FromAdmin(string message, FixSessionId session)
        {
            if (Type(message) == "A" && password is not null && !message.Contains($"|554={password}|", StringComparison.Ordinal))
                throw new RejectLogonShape("wrong password");
            _events.Add($"fromAdmin {Type(message)}");
        }

        public void ToApp(string message, FixSessionId session) => _events.Add($"toApp {Type(message)}");

        public void FromApp(string message, FixSessionId session)
        {
            _events.Add($"fromApp {Type(message)}");
            if (Type(message) == "H")
                throw new UnsupportedTypeShape();
        }

        private static string Type(string message) => ("|" + message).Split("|35=")[1].Split('|')[0];
    }
}
