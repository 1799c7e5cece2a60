using System.Text.Json;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>A symbol taken from a message into a reused buffer.</summary>
internal sealed class SymbolText
{
    private readonly char[] text = new char[64];
    private int length;

    public ReadOnlySpan<char> Value => text.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Set(ReadOnlySpan<char> symbol)
    {
        symbol.CopyTo(text);
        length = symbol.Length;
    }

    /// <summary>Takes the string that the reader stands on; throws <see cref="JsonException"/> for one that can be no symbol.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.Length > text.Length)
            throw new JsonException("a symbol is no string or longer than 64 bytes");
        length = reader.CopyString(text);
    }
}
