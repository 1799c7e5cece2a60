using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Storage;

namespace MarginRouter.Host.Commands;

/// <summary>How commands read a journal's folder: what is wrong with it is bad input.</summary>
internal static class JournalFolder
{
    /// <summary>Reads a journal that needs no configuration.</summary>
    public static T Read<T>(string journal, Func<T> read)
    {
        if (!Directory.Exists(journal))
            throw new BadInputException($"{journal}: no such folder");
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is JournalFormatException or CorruptSegmentException or SegmentFormatException or IOException)
        {
            throw new BadInputException(exception.Message);
        }
    }

    /// <summary>Reads a journal with the configuration that it was written with; one whose tables differ is refused.</summary>
    /// <param name="journal">The folder.</param>
    /// <param name="configuration">The configuration's folder; null for that beside the program.</param>
    /// <param name="read">What to do.</param>
    public static T Read<T>(string journal, string? configuration, Func<RouterConfiguration, T> read) => Read(journal, () =>
    {
        RouterConfiguration loaded = ConfigurationOption.Load(configuration ?? FindConfiguration(journal));
        StructureHash.Require(journal, StructureHash.Of(loaded.Firm));
        return read(loaded);
    });

    /// <summary>The configuration beside the program with which a journal was written; bad input when there is none.</summary>
    internal static string FindConfiguration(string journal)
    {
        using JournalReader reader = new(journal);
        string[] candidates = [ConfigurationOption.DefaultFolder, ConfigurationOption.DemoFolder];
        return candidates.FirstOrDefault(candidate => Directory.Exists(candidate) && ConfigurationHash.Of(candidate) == reader.Header.ConfigurationHash)
            ?? throw new BadInputException(
                $"{journal} was written with the configuration {reader.Header.ConfigurationHash}, which is none of those beside the program: name it with --config");
    }
}
