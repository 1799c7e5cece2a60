using System.Numerics;
using System.Text;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>Words of 32 bytes in which contracts take and give their arguments (Solidity, contract ABI specification).</summary>
internal static class Abi
{
    /// <summary>Bytes of a word.</summary>
    public const int WordSize = 32;

    /// <summary>The first four bytes of a function's hash, by its signature such as transfer(address,uint256).</summary>
    public static byte[] Selector(string signature) => Keccak256.Hash(Encoding.ASCII.GetBytes(signature))[..4];

    /// <summary>The hash by which a log names its event.</summary>
    public static string Topic(string signature) => Hex.Of(Keccak256.Hash(Encoding.ASCII.GetBytes(signature)));

    /// <summary>A call: the selector and words.</summary>
    public static byte[] Call(byte[] selector, params BigInteger[] words) => [.. selector, .. words.SelectMany(Word)];

    /// <summary>A number as a word; negative ones as two's complement.</summary>
    public static byte[] Word(BigInteger value)
    {
        byte[] word = new byte[WordSize];
        if (value.Sign < 0)
            value += BigInteger.One << 256;
        byte[] shortest = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        if (shortest.Length > WordSize)
            throw new ArgumentOutOfRangeException(nameof(value), "a word has 256 bits");
        shortest.CopyTo(word, WordSize - shortest.Length);
        return word;
    }

    /// <summary>An address as a number, as which words hold it.</summary>
    public static BigInteger Address(string address) =>
        Hex.Bytes(address) is { Length: 20 } bytes
            ? new BigInteger(bytes, isUnsigned: true, isBigEndian: true)
            : throw new VenueConfigurationException($"'{address}' is no address of 20 bytes");

    /// <summary>An indexed address as a topic has it.</summary>
    public static string AddressTopic(string address) => Hex.Of(Word(Address(address)));

    /// <summary>The unsigned word at a place; throws <see cref="VenueProtocolException"/> when there are fewer.</summary>
    public static BigInteger Unsigned(ReadOnlySpan<byte> data, int place) => new(Slice(data, place), isUnsigned: true, isBigEndian: true);

    /// <summary>The signed word at a place.</summary>
    public static BigInteger Signed(ReadOnlySpan<byte> data, int place) => new(Slice(data, place), isUnsigned: false, isBigEndian: true);

    /// <summary>A signed word that is small.</summary>
    public static int Small(ReadOnlySpan<byte> data, int place) =>
        Signed(data, place) is var value && value >= int.MinValue && value <= int.MaxValue
            ? (int)value
            : throw new VenueProtocolException($"word {place} is no small number");

    /// <summary>
    /// Why a call reverted: the text of Error(string), else the bytes as they are.
    /// </summary>
    public static string Reason(byte[] data)
    {
        if (data.Length < 4 + (2 * WordSize) || !data.AsSpan(0, 4).SequenceEqual(Selector("Error(string)")))
            return data.Length == 0 ? "" : Hex.Of(data);
        BigInteger length = Unsigned(data.AsSpan(4), 1);
        ReadOnlySpan<byte> text = data.AsSpan(4 + (2 * WordSize));
        return Encoding.UTF8.GetString(length < text.Length ? text[..(int)length] : text);
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> data, int place) =>
        data.Length >= (place + 1) * WordSize
            ? data.Slice(place * WordSize, WordSize)
            : throw new VenueProtocolException($"an answer of {data.Length} bytes has no word {place}");
}
