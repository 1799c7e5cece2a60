using System.Globalization;

namespace MarginRouter.Fix.Settings;

/// <summary>The keys of one <c>[SESSION]</c> over those of <c>[DEFAULT]</c>, and the readers of their values. A fault is noted with its line.</summary>
internal sealed class SettingsSection(string source, int line, Dictionary<string, (string Value, int Line)> keys, List<(int Line, string Text)> errors)
{
    /// <summary>Line of the section's head.</summary>
    public int Line { get; } = line;

    public bool Has(string key) => keys.ContainsKey(key);

    public string? OptionalText(string key) => keys.TryGetValue(key, out (string Value, int Line) entry) ? entry.Value : null;

    public string Text(string key)
    {
        if (OptionalText(key) is { Length: > 0 } value)
            return value;
        Fault(key, $"{key} is missing");
        return "";
    }

    public bool Flag(string key, bool fallback)
    {
        switch (OptionalText(key))
        {
            case null:
                return fallback;
            case "Y" or "y":
                return true;
            case "N" or "n":
                return false;
            default:
                Fault(key, $"{key} must be Y or N");
                return fallback;
        }
    }

    public int Whole(string key, int fallback, int least, int most)
    {
        if (OptionalText(key) is not { } text)
            return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        Fault(key, $"{key} must be a whole number from {least} to {most}");
        return fallback;
    }

    public TimeSpan Seconds(string key, int fallback, int least) => TimeSpan.FromSeconds(Whole(key, fallback, least, 86_400));

    /// <summary>One of the values of a key, by its text.</summary>
    public T Choice<T>(string key, T fallback, params ReadOnlySpan<(string Text, T Value)> values)
    {
        if (OptionalText(key) is not { } text)
            return fallback;
        foreach ((string name, T value) in values)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        List<string> names = [];
        foreach ((string name, _) in values)
            names.Add(name);
        Fault(key, $"{key} must be one of {string.Join(", ", names)}");
        return fallback;
    }

    /// <summary>Notes a fault at the key's line, or at the section's when the key is not there.</summary>
    public void Fault(string key, string text)
    {
        int at = keys.TryGetValue(key, out (string Value, int Line) entry) ? entry.Line : Line;
        errors.Add((at, $"{source}, line {at}: {text}"));
    }
}
