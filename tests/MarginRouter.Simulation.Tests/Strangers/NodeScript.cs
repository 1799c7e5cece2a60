using System.Diagnostics;
using System.Text.Json;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>Runs a script of tests/interop/ccxt to its end and reads the steps that it prints.</summary>
internal static class NodeScript
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task<IReadOnlyList<ScriptStep>> RunAsync(string script, object settings)
    {
        ProcessStartInfo start = new("node", [Path.Combine(NodeClientTheoryAttribute.Folder, script), JsonSerializer.Serialize(settings)])
        {
            WorkingDirectory = NodeClientTheoryAttribute.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> complaints = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            string[] lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            ScriptStep[] steps = [.. lines.Where(line => line.StartsWith("{\"step\"", StringComparison.Ordinal)).Select(Read)];
            Assert.True(steps.Length > 0, $"{script} printed no step:\n{await output}\n{await complaints}");
            return steps;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static ScriptStep Read(string line)
    {
        JsonElement step = JsonElement.Parse(line);
        return new ScriptStep(
            step.GetProperty("step").GetString()!,
            step.GetProperty("ok").GetBoolean() ? null : step.GetProperty("error").GetString(),
            step.TryGetProperty("result", out JsonElement result) ? result : default);
    }
}
