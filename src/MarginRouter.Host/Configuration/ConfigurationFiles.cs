using System.Text.Json;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads the JSON files (comments and trailing commas allowed) of a configuration folder.</summary>
internal static class ConfigurationFiles
{
    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        AllowDuplicateProperties = false,
    };

    /// <summary>One file as a section, or null with an error when it cannot be read.</summary>
    public static JsonSection? Read(string folder, string relative, ConfigurationErrors errors)
    {
        string path = Path.Combine(folder, relative);
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream, Options);
            return new JsonSection(document.RootElement.Clone(), relative, errors);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            errors.Add(relative, exception.Message);
            return null;
        }
    }

    /// <summary>The JSON files of a sub-folder in ordinal order, as paths relative to the folder.</summary>
    public static IReadOnlyList<string> List(string folder, string subfolder, ConfigurationErrors errors)
    {
        string path = Path.Combine(folder, subfolder);
        if (!Directory.Exists(path))
        {
            errors.Add(subfolder, "the folder is missing");
            return [];
        }

        return
        [
            .. Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
    }
}
