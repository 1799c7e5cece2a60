using System.Diagnostics;
using System.Text.RegularExpressions;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>The router as a process of its own, started from the same build; what it prints can be waited for.</summary>
internal sealed class RouterProcess : IDisposable
{
    private readonly Process process;
    private readonly Lock gate = new();
    private readonly List<string> output = [];
    private readonly List<string> errors = [];
    private TaskCompletionSource changed = NewSignal();

    private RouterProcess(ProcessStartInfo start)
    {
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(errors, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Everything printed so far, both streams, for messages of failed tests.</summary>
    public string Everything
    {
        get
        {
            lock (gate)
                return string.Join(Environment.NewLine, [.. output, .. errors]);
        }
    }

    /// <summary>The lines of standard error so far.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (gate)
                return [.. errors];
        }
    }

    /// <summary>Starts <c>marginrouter</c> with arguments and, by variables of its environment, secrets.</summary>
    public static RouterProcess Start(IReadOnlyDictionary<string, string> secrets, params string[] arguments)
    {
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        ProcessStartInfo start = new(dotnet, [Path.Combine(AppContext.BaseDirectory, "marginrouter.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach ((string name, string secret) in secrets)
            start.Environment[name] = secret;
        return new RouterProcess(start);
    }

    /// <summary>The first line that fits, waiting for it; fails when the process ends without one.</summary>
    public async Task<Match> LineAsync(string pattern)
    {
        using CancellationTokenSource late = new(Patience.Longest);
        Task ended = process.WaitForExitAsync(late.Token);
        while (true)
        {
            Task next;
            bool over = process.HasExited && ended.IsCompletedSuccessfully;
            lock (gate)
            {
                next = changed.Task;
                foreach (string line in output.Concat(errors))
                {
                    if (Regex.Match(line, pattern, RegexOptions.None, Patience.Longest) is { Success: true } match)
                        return match;
                }
            }

            if (over || late.IsCancellationRequested)
                Assert.Fail($"the router {(over ? "ended" : "took too long")} without printing '{pattern}':{Environment.NewLine}{Everything}");
            await Task.WhenAny(next, ended);
        }
    }

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync().WaitAsync(Patience.Longest);
    }

    /// <summary>SIGTERM, as a service manager sends it.</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Patience.Longest);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitCodeAsync()
    {
        using CancellationTokenSource late = new(Patience.Longest);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"the router does not end:{Environment.NewLine}{Everything}");
        }

        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private void Take(List<string> lines, string? line)
    {
        if (line is null)
            return;
        TaskCompletionSource signal;
        lock (gate)
        {
            lines.Add(line);
            signal = changed;
            changed = NewSignal();
        }

        signal.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
