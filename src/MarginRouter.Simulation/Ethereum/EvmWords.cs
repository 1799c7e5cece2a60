using System.Globalization;
using System.Numerics;
using System.Text;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>Hexadecimal text and contract words as the simulated node reads and writes them.</summary>
internal static class EvmWords
{
    private static readonly BigInteger Whole = BigInteger.One << 256;

    /// <summary>A quantity as text.</summary>
    public static string Quantity(BigInteger value) => value.IsZero ? "0x0" : "0x" + value.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');

    /// <summary>Bytes as text.</summary>
    public static string Text(byte[] data) => "0x" + Convert.ToHexStringLower(data);

    /// <summary>Bytes of text.</summary>
    public static byte[] Bytes(string text) => Convert.FromHexString(text.AsSpan(2));

    /// <summary>A quantity from text.</summary>
    public static BigInteger Number(string text) => BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Words one after the other; negative numbers as two's complement.</summary>
    public static byte[] Pack(params BigInteger[] values) => [.. values.SelectMany(Word)];

    /// <summary>The unsigned word at a place of some data.</summary>
    public static BigInteger At(byte[] data, int place) => data.Length >= (place + 1) * 32
        ? new BigInteger(data.AsSpan(place * 32, 32), isUnsigned: true, isBigEndian: true)
        : throw new EvmRevertException("");

    /// <summary>The signed word at a place.</summary>
    public static BigInteger SignedAt(byte[] data, int place) => At(data, place) is var value && value >= Whole / 2 ? value - Whole : value;

    /// <summary>The address in a word.</summary>
    public static string AddressAt(byte[] data, int place) => Text(Pack(At(data, place))[12..]);

    /// <summary>An address as a word.</summary>
    public static BigInteger OfAddress(string address) => Number(address);

    /// <summary>A log's name of an event.</summary>
    public static string Topic(string signature) => Text(Keccak.Hash(Encoding.ASCII.GetBytes(signature)));

    /// <summary>A function's four bytes as text.</summary>
    public static string Selector(string signature) => Topic(signature)[..10];

    /// <summary>Error(string) as a reverted call gives it back.</summary>
    public static byte[] Error(string reason)
    {
        byte[] text = Encoding.UTF8.GetBytes(reason);
        byte[] padded = new byte[(text.Length + 31) / 32 * 32];
        text.CopyTo(padded, 0);
        return [.. Bytes(Selector("Error(string)")), .. Pack(32, text.Length), .. padded];
    }

    private static byte[] Word(BigInteger value)
    {
        byte[] shortest = (value.Sign < 0 ? value + Whole : value).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - shortest.Length], .. shortest];
    }
}
