using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A string of bytes, or a list of items, as recursive length prefix encoding has it.</summary>
/// <param name="Data">The bytes; empty for a list.</param>
/// <param name="Items">The items; null for bytes.</param>
internal sealed record RlpItem(byte[] Data, IReadOnlyList<RlpItem>? Items)
{
    /// <summary>The bytes as a number.</summary>
    public BigInteger Number => Data is [0, ..] ? throw new FormatException("rlp: a number with leading zeros") : new BigInteger(Data, isUnsigned: true, isBigEndian: true);

    /// <summary>Reads one item that takes all of the bytes.</summary>
    public static RlpItem Parse(byte[] bytes)
    {
        int place = 0;
        RlpItem item = Read(bytes, ref place);
        return place == bytes.Length ? item : throw new FormatException("rlp: bytes behind the end");
    }

    /// <summary>The item as bytes again.</summary>
    public byte[] Encode()
    {
        if (Items is null)
            return Data is [< 0x80] ? Data : [.. Head(0x80, Data.Length), .. Data];
        byte[] content = [.. Items.SelectMany(item => item.Encode())];
        return [.. Head(0xC0, content.Length), .. content];
    }

    private static byte[] Head(int offset, int length)
    {
        if (length <= 55)
            return [(byte)(offset + length)];
        byte[] size = new BigInteger(length).ToByteArray(isUnsigned: true, isBigEndian: true);
        return [(byte)(offset + 55 + size.Length), .. size];
    }

    private static RlpItem Read(byte[] bytes, ref int place)
    {
        byte first = bytes[place++];
        if (first < 0x80)
            return new RlpItem([first], null);
        bool isList = first >= 0xC0;
        int code = first - (isList ? 0xC0 : 0x80);
        int length = code;
        if (code > 55)
        {
            length = (int)new BigInteger(bytes.AsSpan(place, code - 55), isUnsigned: true, isBigEndian: true);
            place += code - 55;
        }

        int end = place + length;
        if (end > bytes.Length)
            throw new FormatException("rlp: an item is longer than the bytes");
        if (!isList)
        {
            byte[] data = bytes[place..end];
            place = end;
            return new RlpItem(data, null);
        }

        List<RlpItem> items = [];
        while (place < end)
            items.Add(Read(bytes, ref place));
        return new RlpItem([], items);
    }
}
