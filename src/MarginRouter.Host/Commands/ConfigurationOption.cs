using System.CommandLine;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Commands;

/// <summary>The option <c>--config DIR</c>; without it the folder beside the executable.</summary>
internal static class ConfigurationOption
{
    /// <summary>The folder that build and publish copy beside the executable.</summary>
    public static string DefaultFolder { get; } = Path.Combine(AppContext.BaseDirectory, "config");

    /// <summary>The demo's folder below it.</summary>
    public static string DemoFolder { get; } = Path.Combine(DefaultFolder, "demo");

    public static Option<string?> Create() => new("--config") { Description = "Configuration folder; default: config beside the program." };

    /// <summary>Loads a folder; a folder that does not exist is bad input.</summary>
    public static RouterConfiguration Load(string folder)
    {
        if (!Directory.Exists(folder))
            throw new BadInputException($"--config {folder}: no such folder");
        return RouterConfigurationLoader.Load(folder);
    }
}
