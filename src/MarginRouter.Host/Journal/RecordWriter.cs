using System.Numerics;
using System.Text;

namespace MarginRouter.Host.Journal;

/// <summary>Writes the primitive values of a journal record into one reused buffer. The same values always give the same bytes.</summary>
internal sealed class RecordWriter
{
    private byte[] buffer = new byte[16 * 1024];
    private int length;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    public void Clear() => length = 0;

    public void Byte(byte value) => Room(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>A number that is not negative, in groups of seven bits.</summary>
    public void Count(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Varint((ulong)value);
    }

    /// <summary>A set of bits, or any number of 64.</summary>
    public void Unsigned(ulong value) => Varint(value);

    /// <summary>A signed number, small magnitudes short.</summary>
    public void Long(long value) => Varint(unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>A decimal with its scale, so that it reads back digit for digit.</summary>
    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        bool negative = bits[3] < 0;
        int scale = (bits[3] >> 16) & 0xFF;

        // Most amounts fit 64 bits of mantissa: scale, sign and width share one byte.
        bool wide = bits[2] != 0;
        Byte((byte)(scale | (negative ? 0x40 : 0) | (wide ? 0x80 : 0)));
        Varint(unchecked(((ulong)(uint)bits[1] << 32) | (uint)bits[0]));
        if (wide)
            Varint(unchecked((uint)bits[2]));
    }

    public void OptionalDecimal(decimal? value)
    {
        Flag(value.HasValue);
        if (value is decimal present)
            Decimal(present);
    }

    public void Text(string value)
    {
        int bytes = Encoding.UTF8.GetByteCount(value);
        Count(bytes);
        Encoding.UTF8.GetBytes(value, Room(bytes));
    }

    public void OptionalText(string? value)
    {
        Flag(value is not null);
        if (value is not null)
            Text(value);
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        value.CopyTo(Room(value.Length));
    }

    private void Varint(ulong value)
    {
        int needed = Math.Max(1, (70 - BitOperations.LeadingZeroCount(value)) / 7);
        Span<byte> target = Room(needed);
        for (int i = 0; i < needed - 1; i++)
        {
            target[i] = (byte)((value & 0x7F) | 0x80);
            value >>= 7;
        }

        target[needed - 1] = (byte)value;
    }

    private Span<byte> Room(int bytes)
    {
        if (length + bytes > buffer.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + bytes));
        Span<byte> room = buffer.AsSpan(length, bytes);
        length += bytes;
        return room;
    }
}
