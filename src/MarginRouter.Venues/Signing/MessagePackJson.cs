using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace MarginRouter.Venues.Signing;

/// <summary>
/// Writes JSON as MessagePack (msgpack.org specification), members in their order and every number in its shortest form. Whole numbers
/// alone: a fraction would depend on how it was rounded.
/// </summary>
public static class MessagePackJson
{
    /// <summary>The bytes; throws <see cref="FormatException"/> for numbers that are not whole.</summary>
    public static byte[] Encode(JsonElement json)
    {
        ArrayBufferWriter<byte> target = new(256);
        Write(target, json);
        return target.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> target, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                Header(target, json.GetPropertyCount(), 0x80, 0xDE);
                foreach (JsonProperty member in json.EnumerateObject())
                {
                    Text(target, member.Name);
                    Write(target, member.Value);
                }

                break;
            case JsonValueKind.Array:
                Header(target, json.GetArrayLength(), 0x90, 0xDC);
                foreach (JsonElement element in json.EnumerateArray())
                    Write(target, element);
                break;
            case JsonValueKind.String:
                Text(target, json.GetString()!);
                break;
            case JsonValueKind.Number:
                Number(target, json);
                break;
            case JsonValueKind.True:
                target.Write<byte>([0xC3]);
                break;
            case JsonValueKind.False:
                target.Write<byte>([0xC2]);
                break;
            case JsonValueKind.Null:
                target.Write<byte>([0xC0]);
                break;
            case JsonValueKind.Undefined:
            default:
                throw new FormatException("there is no value to write");
        }
    }

    private static void Header(ArrayBufferWriter<byte> target, int count, byte small, byte sixteen)
    {
        if (count < 16)
            target.Write<byte>([(byte)(small | count)]);
        else if (count <= ushort.MaxValue)
            Tagged(target, sixteen, (ulong)count, 2);
        else
            Tagged(target, (byte)(sixteen + 1), (ulong)count, 4);
    }

    private static void Text(ArrayBufferWriter<byte> target, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length < 32)
            target.Write<byte>([(byte)(0xA0 | bytes.Length)]);
        else if (bytes.Length <= byte.MaxValue)
            Tagged(target, 0xD9, (ulong)bytes.Length, 1);
        else if (bytes.Length <= ushort.MaxValue)
            Tagged(target, 0xDA, (ulong)bytes.Length, 2);
        else
            Tagged(target, 0xDB, (ulong)bytes.Length, 4);
        target.Write(bytes);
    }

    private static void Number(ArrayBufferWriter<byte> target, JsonElement json)
    {
        if (json.TryGetUInt64(out ulong positive))
            Positive(target, positive);
        else if (json.TryGetInt64(out long negative))
            Negative(target, negative);
        else
            throw new FormatException($"{json.GetRawText()} is no whole number of 64 bits");
    }

    private static void Positive(ArrayBufferWriter<byte> target, ulong value)
    {
        if (value < 128)
            target.Write<byte>([(byte)value]);
        else if (value <= byte.MaxValue)
            Tagged(target, 0xCC, value, 1);
        else if (value <= ushort.MaxValue)
            Tagged(target, 0xCD, value, 2);
        else if (value <= uint.MaxValue)
            Tagged(target, 0xCE, value, 4);
        else
            Tagged(target, 0xCF, value, 8);
    }

    private static void Negative(ArrayBufferWriter<byte> target, long value)
    {
        ulong bits = unchecked((ulong)value);
        if (value >= -32)
            target.Write<byte>([unchecked((byte)value)]);
        else if (value >= sbyte.MinValue)
            Tagged(target, 0xD0, bits, 1);
        else if (value >= short.MinValue)
            Tagged(target, 0xD1, bits, 2);
        else if (value >= int.MinValue)
            Tagged(target, 0xD2, bits, 4);
        else
            Tagged(target, 0xD3, bits, 8);
    }

    private static void Tagged(ArrayBufferWriter<byte> target, byte tag, ulong value, int size)
    {
        Span<byte> bytes = stackalloc byte[9];
        BinaryPrimitives.WriteUInt64BigEndian(bytes[1..], value);
        bytes[8 - size] = tag;
        target.Write(bytes[(8 - size)..]);
    }
}
