namespace MarginRouter.Fix.Settings;

/// <summary>
/// Reads a session settings file as QuickFIX users know it: <c>[DEFAULT]</c>, then <c>[SESSION]</c> for each session, <c>Key=Value</c> lines,
/// comments behind <c>#</c>. A key that is not known, or that would be passed over, is a fault with its line; nothing is read partly.
/// </summary>
public static class FixSettingsReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="FixSettingsException">It cannot be read or has faults; all are listed.</exception>
    public static IReadOnlyList<FixConfiguredSession> ReadFile(string path)
    {
        try
        {
            return Read(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FixSettingsException([$"{path}: {error.Message}"]);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">The settings.</param>
    /// <param name="source">What to call it in errors.</param>
    /// <exception cref="FixSettingsException">It has faults; all are listed.</exception>
    public static IReadOnlyList<FixConfiguredSession> Read(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<(int Line, string Text)> errors = [];
        List<FixConfiguredSession> sessions = [];
        foreach (SettingsSection section in Sections(text, source, errors))
        {
            FixConfiguredSession session = SettingsSessionReader.Read(section);
            if (sessions.Find(other => other.Options.Id == session.Options.Id) is { } twin)
                section.Fault("TargetCompID", $"session {session.Options.Id} stands at line {twin.Line} already");
            if (sessions.Find(other => other.Listen is not null && other.Listen.Equals(session.Listen) && !SameDoor(other, session)) is { } neighbour)
                section.Fault("SocketAcceptPort", $"the session at line {neighbour.Line} listens there with another TLS or other networks");
            sessions.Add(session);
        }

        if (sessions.Count == 0)
            errors.Add((0, $"{source}: no [SESSION]"));
        if (errors.Count > 0)
            throw new FixSettingsException([.. errors.OrderBy(error => error.Line).Select(error => error.Text).Distinct()]);
        return sessions;
    }

    private static bool SameDoor(FixConfiguredSession one, FixConfiguredSession other) =>
        one.Tls == other.Tls && one.AllowedNetworks.SequenceEqual(other.AllowedNetworks);

    private static List<SettingsSection> Sections(string text, string source, List<(int Line, string Text)> errors)
    {
        Dictionary<string, (string Value, int Line)> defaults = new(StringComparer.Ordinal);
        Dictionary<string, (string Value, int Line)>? current = null;
        List<(int Line, Dictionary<string, (string Value, int Line)> Keys)> sessions = [];
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
                current = Open(line, i + 1);
            else if (current is null)
                errors.Add((i + 1, $"{source}, line {i + 1}: a key stands before [DEFAULT] and [SESSION]"));
            else if (Fault(line, current) is { } fault)
                errors.Add((i + 1, $"{source}, line {i + 1}: {fault}"));
            else
                current[line[..line.IndexOf('=', StringComparison.Ordinal)].Trim()] = (line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim(), i + 1);
        }

        return [.. sessions.Select(session => new SettingsSection(source, session.Line, Over(defaults, session.Keys), errors))];

        Dictionary<string, (string Value, int Line)>? Open(string head, int line)
        {
            if (head.Equals("[DEFAULT]", StringComparison.OrdinalIgnoreCase))
                return defaults;
            Dictionary<string, (string Value, int Line)> keys = new(StringComparer.Ordinal);
            if (head.Equals("[SESSION]", StringComparison.OrdinalIgnoreCase))
                sessions.Add((line, keys));
            else
                errors.Add((line, $"{source}, line {line}: {head} is neither [DEFAULT] nor [SESSION]"));
            return keys;
        }
    }

    private static string? Fault(string line, Dictionary<string, (string Value, int Line)> keys)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            return $"'{line}' is no Key=Value";
        string key = line[..equals].Trim();
        return keys.TryGetValue(key, out (string Value, int Line) first) ? $"{key} stands at line {first.Line} already" : SettingsKey.Fault(key);
    }

    private static Dictionary<string, (string Value, int Line)> Over(
        Dictionary<string, (string Value, int Line)> defaults, Dictionary<string, (string Value, int Line)> own)
    {
        Dictionary<string, (string Value, int Line)> keys = new(defaults, StringComparer.Ordinal);
        foreach ((string key, (string Value, int Line) value) in own)
            keys[key] = value;
        return keys;
    }
}
