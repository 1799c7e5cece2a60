using System.Diagnostics;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>Asks a script of tests/interop/ammsdk.</summary>
internal static class AmmSdk
{
    /// <summary>Gives a script its input and returns the lines that it answers.</summary>
    public static async Task<string[]> AskAsync(string script, string questions)
    {
        ProcessStartInfo start = new("node", [script])
        {
            WorkingDirectory = AmmSdkFactAttribute.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process node = Process.Start(start)!;
        Task<string> answers = node.StandardOutput.ReadToEndAsync();
        Task<string> complaints = node.StandardError.ReadToEndAsync();
        await node.StandardInput.WriteAsync(questions);
        node.StandardInput.Close();
        string text = await answers;
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, $"node failed: {await complaints}");
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
