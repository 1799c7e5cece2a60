using System.Diagnostics;
using System.Globalization;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>Wireshark's FIX decoder reads sessions of ours: every message is recognised and none is remarked upon.</summary>
public sealed class TsharkTests : IDisposable
{
    private const int Orders = 40;
    private const int Missed = 5;
    private const string BadCheckSum = "fix.checksum_bad == 1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    private string Capture => _directory.PathOf("session.pcap");

    [TsharkTheory]
    [InlineData("FIX.4.4")]
    [InlineData("FIXT.1.1/9")]
    public void SessionWithResendAndData_ReadByTshark_IsDecodedWithoutARemark(string speaks)
    {
        int port = Record(InteropVersion.Parse(speaks));
        string[] types = [.. Fields(port, "fix.MsgType").SelectMany(line => line.Split(','))];

        // Two logons of each side, the orders and news from the desk, each execution and those that were missed again by resend.
        Assert.Equal(4, types.Count(type => type == "A"));
        Assert.Equal(Orders, types.Count(type => type == "D"));
        Assert.Equal(1, types.Count(type => type == "B"));
        Assert.Equal(Orders + Missed, types.Count(type => type == "8"));
        Assert.Equal(1, types.Count(type => type == "2"));
        Assert.Equal(2, types.Count(type => type == "5"));
        Assert.Equal(types.Length, Fields(port, "fix.checksum_good").SelectMany(line => line.Split(',')).Count(good => good is "1" or "True"));
        Assert.Empty(Tshark("-r", Capture, "-d", Decode(port), "-Y", BadCheckSum).Trim());
        Assert.Empty(Fields(port, "_ws.malformed").Concat(Fields(port, "_ws.short")));

        Assert.DoesNotContain("Malformed", Tshark("-V", "-r", Capture, "-d", Decode(port), "-Y", "fix"), StringComparison.Ordinal);
        Assert.Empty(Tshark("-r", Capture, "-d", Decode(port), "-Y", "fix && _ws.expert.group == \"Malformed\"").Trim());
    }

    [TsharkTheory]
    [InlineData("FIX.4.4")]
    public void DamagedCheckSum_ReadByTshark_IsSeen(string speaks)
    {
        using (CaptureFile file = new(Capture))
        {
            byte[] bytes = new FixMessageWriter().Begin(FixMsgType.Heartbeat).Encode(new FixHeaderTemplate(speaks, "A", "B"), 1, DateTime.UnixEpoch).ToArray();
            bytes[^2] = bytes[^2] == '0' ? (byte)'1' : (byte)'0';
            file.Open(9_000).Write(fromClient: true, bytes);
        }

        Assert.NotEmpty(Tshark("-r", Capture, "-d", Decode(9_000), "-Y", BadCheckSum).Trim());
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>Records a session with a reconnect, a resend and data that holds the field separator; returns the acceptor's port.</summary>
    private int Record(InteropVersion version)
    {
        using CaptureFile capture = new(Capture);
        using InteropSide broker = new(_directory.PathOf("broker"), version, isDesk: false);
        int port = broker.Open(0);
        using RecordingRelay relay = new(port, capture);
        using InteropSide desk = new(_directory.PathOf("desk"), version, isDesk: true);
        desk.Open(relay.Port);
        Assert.True(SpinWait.SpinUntil(() => desk.Session.IsLoggedOn, Patience), "the desk does not log on");
        for (int order = 1; order <= Orders; order++)
            desk.SendOrder(order);
        desk.Executions.WaitFor(Orders, Patience);
        desk.Drop();
        Assert.True(SpinWait.SpinUntil(() => !broker.Session.IsLoggedOn, Patience), "the broker has not noticed");

        for (int order = Orders + 1; order <= Orders + Missed; order++)
            broker.Answer(order);
        desk.Open(relay.Port);
        desk.Executions.WaitFor(Orders + Missed, Patience);

        // Wireshark takes data for fields too: ours looks like one, but not like a CheckSum, which it would believe.
        desk.Session.Send(new FixMessageWriter().Begin(FixMsgType.News)
            .Append(FixTag.Text, new string('x', 3_000)).AppendData(FixTag.RawDataLength, FixTag.RawData, "a\u000158=b"u8));
        Assert.True(SpinWait.SpinUntil(() => broker.NewsTaken == 1, Patience), "the news has not come");
        broker.Session.Logout("the day is over");
        Assert.True(SpinWait.SpinUntil(() => !broker.Session.IsLoggedOn, Patience), "the logout takes too long");
        broker.Drop();
        desk.Drop();
        return port;
    }

    private static string Decode(int port) => string.Create(CultureInfo.InvariantCulture, $"tcp.port=={port},fix");

    /// <summary>A field's values, a line for each packet that has any.</summary>
    private string[] Fields(int port, string field) =>
        Tshark("-r", Capture, "-d", Decode(port), "-T", "fields", "-e", field).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Tshark(params string[] arguments)
    {
        ProcessStartInfo start = new("tshark", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        StringBuilder errors = new();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"tshark {string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
