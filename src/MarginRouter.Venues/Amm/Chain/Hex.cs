using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>
/// Hexadecimal text as Ethereum's JSON-RPC writes it: quantities without leading zeros, data as whole bytes, both with 0x. What is no such text is
/// a <see cref="VenueProtocolException"/>.
/// </summary>
internal static class Hex
{
    /// <summary>A quantity as text.</summary>
    public static string Of(BigInteger quantity)
    {
        string digits = quantity.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
        return digits.Length == 0 ? "0x0" : "0x" + digits;
    }

    /// <summary>Bytes as text.</summary>
    public static string Of(ReadOnlySpan<byte> data) => "0x" + Convert.ToHexStringLower(data);

    /// <summary>A quantity from text.</summary>
    public static BigInteger Quantity(string? text)
    {
        return text is ['0', 'x', _, ..]
            && BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger value)
            ? value
            : throw new VenueProtocolException($"'{text}' is no quantity");
    }

    /// <summary>A quantity that is a member of an object.</summary>
    public static BigInteger Quantity(JsonElement parent, string name) => Quantity(JsonFigure.Text(parent, name));

    /// <summary>A quantity of at most 63 bits.</summary>
    public static long Whole(JsonElement parent, string name) =>
        Quantity(parent, name) is var value && value <= long.MaxValue ? (long)value : throw new VenueProtocolException($"{name} is too large");

    /// <summary>Bytes from text.</summary>
    public static byte[] Bytes(string? text)
    {
        if (text is not ['0', 'x', ..] || (text.Length & 1) != 0)
            throw new VenueProtocolException($"'{text}' is no data");
        try
        {
            return Convert.FromHexString(text.AsSpan(2));
        }
        catch (FormatException fault)
        {
            throw new VenueProtocolException($"'{text}' is no data", fault);
        }
    }
}
