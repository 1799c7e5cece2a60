using System.Diagnostics;
using System.Globalization;

namespace MarginRouter.Fix.Tests.Crash;

/// <summary>The broker of tests/interop/MarginRouter.Fix.SessionHost as a process of its own, which can be killed and started again.</summary>
internal sealed class SessionHostProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    /// <summary>Starts it; it listens some time later.</summary>
    public SessionHostProcess(string directory, int port)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        string program = Path.Combine(AppContext.BaseDirectory, "MarginRouter.Fix.SessionHost.dll");
        ProcessStartInfo start = new(dotnet, ["exec", program, directory, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Waits until it accepts; fails when it ends instead, for example because an order is missing in its journal.</summary>
    public void WaitUntilItListens() => ReadLine("listening");

    /// <summary>Lets it live for a time, then SIGKILL.</summary>
    /// <param name="milliseconds">How long; 0 kills at once.</param>
    public void KillAfter(int milliseconds)
    {
        Assert.False(_process.WaitForExit(milliseconds), $"the broker ended by itself with {(_process.HasExited ? _process.ExitCode : 0)}");
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Ends it in order; returns its session's numbers and the newest order and report.</summary>
    public (long Inbound, long Outbound, long Taken, long Reported) Stop()
    {
        _process.StandardInput.WriteLine("quit");
        _process.StandardInput.Flush();
        long[] numbers = ReadLine("stopped");
        Assert.True(_process.WaitForExit(Patience), "the broker does not end");
        return (numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private long[] ReadLine(string word)
    {
        Task<string?> read = _process.StandardOutput.ReadLineAsync();
        Assert.True(read.Wait(Patience), $"the broker does not say '{word}'");
        string[] words = read.Result?.Split(' ') ?? [];
        Assert.True(words.FirstOrDefault() == word, $"the broker said '{read.Result}' instead of '{word}'");
        return [.. words.Skip(1).Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
    }
}
