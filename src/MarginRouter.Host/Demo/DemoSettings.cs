namespace MarginRouter.Host.Demo;

/// <summary>What the demo was asked for.</summary>
/// <param name="ConfigurationFolder">The demo's configuration.</param>
/// <param name="Recordings">Folder of recorded books, or null for generated ones.</param>
/// <param name="Folder">Folder for journal and FIX stores; must be empty or new.</param>
/// <param name="Duration">How long to keep running at least, counted from the first order.</param>
internal sealed record DemoSettings(string ConfigurationFolder, string? Recordings, string Folder, TimeSpan Duration)
{
    /// <summary>Folder of the journal.</summary>
    public string JournalFolder => Path.Combine(Folder, "journal");
}
