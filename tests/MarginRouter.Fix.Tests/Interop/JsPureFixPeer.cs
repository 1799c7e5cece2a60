using System.Diagnostics;
using System.Globalization;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>A desk or a broker on jspurefix in a process of its own; it ends when its standard input does.</summary>
internal sealed class JsPureFixPeer : IDisposable
{
    private readonly Process _process;

    public JsPureFixPeer(bool isDesk, int port, int orders)
    {
        ProcessStartInfo start = new("node", ["peer.cjs", isDesk ? "desk" : "broker", port.ToString(CultureInfo.InvariantCulture), orders.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = JsPureFixFactAttribute.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Said(line.Data);
        _process.ErrorDataReceived += (_, line) => Fail(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The orders that it took (broker).</summary>
    public ArrivalCheck Orders { get; } = new("order at jspurefix");

    /// <summary>The executions that it took (desk).</summary>
    public ArrivalCheck Executions { get; } = new("execution at jspurefix");

    /// <summary>Set when it has ended its session.</summary>
    public ManualResetEventSlim Stopped { get; } = new();

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
        Stopped.Dispose();
    }

    private void Said(string? line)
    {
        string[] words = (line ?? "logon").Split(' ');
        switch (words[0])
        {
            case "logon":
                break;
            case "order":
                Orders.Arrived(long.Parse(words[1], CultureInfo.InvariantCulture));
                break;
            case "execution":
                Executions.Arrived(long.Parse(words[1], CultureInfo.InvariantCulture));
                break;
            case "stopped":
                Stopped.Set();
                break;
            default:
                Fail(line);
                break;
        }
    }

    private void Fail(string? line)
    {
        if (string.IsNullOrEmpty(line))
            return;
        Orders.Fail($"jspurefix: {line}");
        Executions.Fail($"jspurefix: {line}");
    }
}
