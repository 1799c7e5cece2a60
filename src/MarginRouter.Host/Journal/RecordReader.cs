using System.Text;

namespace MarginRouter.Host.Journal;

/// <summary>Reads what <see cref="RecordWriter"/> wrote; throws <see cref="JournalFormatException"/> for bytes that it cannot have written.</summary>
internal ref struct RecordReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>True when everything was read.</summary>
    public readonly bool AtEnd => rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        byte other => throw new JournalFormatException($"{other} is not a flag"),
    };

    public long Count()
    {
        ulong value = Varint();
        return value <= long.MaxValue ? (long)value : throw new JournalFormatException($"{value} is too large");
    }

    public int SmallCount()
    {
        long value = Count();
        return value <= int.MaxValue ? (int)value : throw new JournalFormatException($"{value} is too large");
    }

    public ulong Unsigned() => Varint();

    public long Long()
    {
        ulong value = Varint();
        return unchecked((long)(value >> 1) ^ -(long)(value & 1));
    }

    public decimal Decimal()
    {
        byte head = Byte();
        ulong low = Varint();
        ulong high = (head & 0x80) != 0 ? Varint() : 0;
        int scale = head & 0x3F;
        if (scale > 28 || high > uint.MaxValue)
            throw new JournalFormatException("not a decimal");
        return new decimal(unchecked((int)low), unchecked((int)(low >> 32)), unchecked((int)high), (head & 0x40) != 0, (byte)scale);
    }

    public decimal? OptionalDecimal() => Flag() ? Decimal() : null;

    public string Text() => Encoding.UTF8.GetString(Take(SmallCount()));

    public string? OptionalText() => Flag() ? Text() : null;

    public byte[] Bytes() => Take(SmallCount()).ToArray();

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = Byte();
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new JournalFormatException("a number is longer than 64 bits");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > rest.Length)
            throw new JournalFormatException("the record ends too early");
        ReadOnlySpan<byte> taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
