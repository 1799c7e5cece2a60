using System.Text.Json;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>One string per symbol seen, so that reading a symbol from a message allocates only the first time.</summary>
internal sealed class SymbolTable
{
    private const int MaximumLength = 64;

    private readonly Dictionary<string, string> symbols = new(StringComparer.Ordinal);

    /// <summary>Reads the string token on which the reader stands.</summary>
    public string Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > MaximumLength)
            throw new JsonException("A Kraken symbol is not a short text");
        Span<char> text = stackalloc char[MaximumLength];
        int length = reader.CopyString(text);
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> lookup = symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text[..length], out string? known))
            return known;
        string symbol = new(text[..length]);
        symbols.Add(symbol, symbol);
        return symbol;
    }
}
