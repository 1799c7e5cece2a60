using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary><c>fix-sessions</c>: checks a settings file, lists its sessions and brings them up.</summary>
public sealed class FixSessionsCommandTests : IDisposable
{
    private const string Both = """
        [DEFAULT]
        BeginString=FIX.4.4
        NonStopSession=Y
        PersistMessages=N
        [SESSION]
        ConnectionType=acceptor
        SenderCompID=BROKER
        TargetCompID=DESK
        SocketAcceptHost=127.0.0.1
        SocketAcceptPort=PORT
        [SESSION]
        ConnectionType=initiator
        SenderCompID=DESK
        TargetCompID=BROKER
        HeartBtInt=30
        SocketConnectHost=127.0.0.1
        SocketConnectPort=PORT
        """;

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task Check_File_ListsItsSessions()
    {
        CommandRun run = await CommandRun.Of("fix-sessions", Write(Both.Replace("PORT", "9880", StringComparison.Ordinal)));
        Assert.Equal(0, run.Code);
        Assert.Contains("FIX.4.4:BROKER->DESK", run.Output, StringComparison.Ordinal);
        Assert.Contains("FIX.4.4:DESK->BROKER", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FileWithFaults_NamesEachLine()
    {
        CommandRun run = await CommandRun.Of("fix-sessions", Write("[SESSION]\nHello=1\n"));
        Assert.Equal(2, run.Code);
        Assert.Contains("line 2: unknown key 'Hello'", run.Diagnostics, StringComparison.Ordinal);
        Assert.Contains("line 1: ConnectionType is missing", run.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InitiatorWithNobodyThere_IsAFailure()
    {
        // Nobody listens on the port of a socket that is bound and does not listen.
        using System.Net.Sockets.Socket silent = new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        silent.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
        string port = ((System.Net.IPEndPoint)silent.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string initiator = Both[..Both.IndexOf("[SESSION]", StringComparison.Ordinal)] + Both[Both.LastIndexOf("[SESSION]", StringComparison.Ordinal)..];
        CommandRun run = await CommandRun.Of("fix-sessions", Write(initiator.Replace("PORT", port, StringComparison.Ordinal)), "--run", "1");
        Assert.Equal(1, run.Code);
        Assert.Contains("FIX.4.4:DESK->BROKER has not logged on", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private string Write(string text)
    {
        string file = directory.PathOf("sessions.cfg");
        File.WriteAllText(file, text);
        return file;
    }
}
