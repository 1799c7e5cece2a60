using System.Text.Json;

namespace MarginRouter.Venues.Feeds;

/// <summary>One string per name seen, so that reading a symbol or topic from a message allocates only the first time.</summary>
internal sealed class InternedNames
{
    private const int MaximumLength = 64;

    // Far above the number of symbols of any venue: a feed that invents names must not fill the memory.
    private const int MaximumCount = 16 * 1024;

    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);

    /// <summary>Reads the string token on which the reader stands.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaximumLength)
            throw new JsonException("a name is not a short text");
        Span<char> text = stackalloc char[MaximumLength];
        try
        {
            return Intern(text[..reader.CopyString(text)]);
        }
        catch (InvalidOperationException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    /// <summary>The string with this text.</summary>
    public string Intern(ReadOnlySpan<char> text)
    {
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out string? known))
            return known;
        if (names.Count == MaximumCount)
            names.Clear();
        string name = new(text);
        names.Add(name, name);
        return name;
    }
}
