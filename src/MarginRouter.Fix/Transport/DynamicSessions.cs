using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Transport;

/// <summary>The sessions made of one template. One thread at a time.</summary>
internal sealed class DynamicSessions(FixSessionTemplate template)
{
    private int _made;

    public string Pattern => template.Options.Id.TargetCompId;

    public bool HasRoom => _made < template.MaximumSessions;

    public bool Fits(FixSessionId id) =>
        id.BeginString == template.Options.Id.BeginString && id.SenderCompId == template.Options.Id.SenderCompId
        && IsPlain(id.TargetCompId) && Matches(Pattern, id.TargetCompId);

    public FixSessionOptions OptionsOf(FixSessionId id) => template.Options with { Id = id };

    public FixSessionParts Open(FixSessionId id)
    {
        _made++;
        return template.Open(id);
    }

    private static bool IsPlain(string compId) =>
        compId.Length > 0 && compId[0] != '.' && compId.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '_');

    /// <summary>Walks both texts; on a mismatch the last star takes one character more.</summary>
    private static bool Matches(string pattern, string text)
    {
        int at = 0, star = -1, resume = 0, position = 0;
        while (position < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = position;
            }
            else if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == text[position]))
            {
                at++;
                position++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                position = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
