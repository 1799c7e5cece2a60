using System.Diagnostics;
using System.Globalization;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>The counterparty built on QuickFIX (tests/interop/quickfix/peer.cpp) as a process that can be killed and started again over its file store.</summary>
internal sealed class QuickFixPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<string> Binary = new(Build);

    private readonly string _role;
    private readonly string _settings;
    private readonly object _gate = new();
    private readonly List<string> _errors = [];
    private Process? _process;
    private (long Sender, long Target)? _loggedOn;
    private (long Sender, long Target)? _stopped;

    /// <summary>Writes the settings; nothing runs yet.</summary>
    /// <param name="directory">Where settings and store live.</param>
    /// <param name="version">The session's version.</param>
    /// <param name="port">Where to connect (desk) or to listen (broker).</param>
    /// <param name="isDesk">Whether it connects and sends orders.</param>
    public QuickFixPeer(TemporaryDirectory directory, InteropVersion version, int port, bool isDesk)
    {
        _role = isDesk ? "desk" : "broker";
        Orders = new ArrivalCheck("order at QuickFIX");
        Executions = new ArrivalCheck("execution at QuickFIX");
        _settings = directory.PathOf("peer.cfg");
        string connection = isDesk
            ? string.Create(CultureInfo.InvariantCulture, $"ConnectionType=initiator\nReconnectInterval=1\nSocketConnectHost=127.0.0.1\nSocketConnectPort={port}")
            : string.Create(CultureInfo.InvariantCulture, $"ConnectionType=acceptor\nSocketAcceptPort={port}");
        string application = version.ApplicationVersion is { } id ? $"DefaultApplVerID={id}\n" : "";
        File.WriteAllText(_settings, $"""
            [DEFAULT]
            {connection}
            SocketNodelay=Y
            StartTime=00:00:00
            EndTime=00:00:00
            HeartBtInt=30
            UseDataDictionary=N
            FileStorePath={directory.PathOf("peer-store")}
            [SESSION]
            BeginString={version.BeginString}
            SenderCompID={_role.ToUpperInvariant()}
            TargetCompID={(isDesk ? "BROKER" : "DESK")}
            {application}
            """);
    }

    /// <summary>The orders that it took, over all its lives.</summary>
    public ArrivalCheck Orders { get; }

    /// <summary>The executions that it took, over all its lives.</summary>
    public ArrivalCheck Executions { get; }

    /// <summary>Starts the process.</summary>
    public void Start()
    {
        ProcessStartInfo start = new(Binary.Value, [_role, _settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        lock (_gate)
        {
            _loggedOn = null;
            _stopped = null;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => TakeError(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits for the logon; returns the numbers that come next from it and to it.</summary>
    public (long Sender, long Target) WaitForLogon() => WaitFor(() => _loggedOn, "logged on");

    /// <summary>Has it send orders of these numbers.</summary>
    public void Send(long first, long last) => Tell(string.Create(CultureInfo.InvariantCulture, $"send {first} {last}"));

    /// <summary>SIGKILL; returns when all that it had written is read.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Logs out and ends; returns its final numbers.</summary>
    public (long Sender, long Target) Stop()
    {
        Tell("quit");
        (long, long) numbers = WaitFor(() => _stopped, "stopped");
        Assert.True(_process!.WaitForExit(Patience), "QuickFIX does not end");
        return numbers;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
            Kill();
        _process?.Dispose();
    }

    private static string Build()
    {
        string source = Path.Combine(SharedData.Repository, "tests", "interop", "quickfix", "peer.cpp");
        string binary = Path.Combine(AppContext.BaseDirectory, "quickfix-peer");
        if (File.GetLastWriteTimeUtc(binary) > File.GetLastWriteTimeUtc(source))
            return binary;

        // The headers of QuickFIX 1.15 use exception specifications, which C++17 has removed.
        string fresh = $"{binary}.{Environment.ProcessId}";
        ProcessStartInfo start = new(
            "g++", ["-std=c++14", "-O1", "-Wall", "-Wno-deprecated", "-Wno-deprecated-declarations", "-o", fresh, source, "-lquickfix", "-pthread"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process compiler = Process.Start(start)!;
        string complaints = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, $"g++ failed on {source}:\n{complaints}");
        File.Move(fresh, binary, overwrite: true);
        return binary;
    }

    private void Tell(string command)
    {
        _process!.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    private void Take(string? line)
    {
        string[] words = line?.Split(' ') ?? [];
        switch (words)
        {
            case ["order", var number, ..]:
                Orders.Arrived(long.Parse(number, CultureInfo.InvariantCulture));
                break;
            case ["execution", var number, ..]:
                Executions.Arrived(long.Parse(number, CultureInfo.InvariantCulture));
                break;
            case ["logon" or "stopped", var sender, var target]:
                lock (_gate)
                {
                    (long, long) numbers = (long.Parse(sender, CultureInfo.InvariantCulture), long.Parse(target, CultureInfo.InvariantCulture));
                    if (words[0] == "logon")
                        _loggedOn = numbers;
                    else
                        _stopped = numbers;
                    Monitor.PulseAll(_gate);
                }

                break;
        }
    }

    private void TakeError(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            _errors.Add(line);
        Executions.Fail($"QuickFIX: {line}");
        Orders.Fail($"QuickFIX: {line}");
    }

    private (long Sender, long Target) WaitFor(Func<(long, long)?> get, string what)
    {
        lock (_gate)
        {
            while (get() is null)
            {
                if (!Monitor.Wait(_gate, Patience))
                    Assert.Fail($"QuickFIX has not {what}: {string.Join('\n', _errors)}");
            }

            return get()!.Value;
        }
    }
}
