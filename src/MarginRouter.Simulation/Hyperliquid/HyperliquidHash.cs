using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>The venue's hash of a signed action: Keccak-256, MessagePack and typed data, written from their specifications for the simulator alone.</summary>
internal static class HyperliquidHash
{
    private const int Rate = 136;

    /// <summary>What an agent signs for an action of the main network.</summary>
    public static byte[] OfAction(JsonElement action, ulong nonce, ulong? expiresAfter)
    {
        List<byte> bytes = [];
        Pack(bytes, action);
        bytes.AddRange(Big(nonce, 8));
        bytes.Add(0);
        if (expiresAfter is { } expiry)
            bytes.AddRange([0, .. Big(expiry, 8)]);
        byte[] connection = Keccak([.. bytes]);
        byte[] domain = Keccak([
            .. Text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            .. Text("Exchange"), .. Text("1"), .. Big(1337, 32), .. new byte[32]]);
        byte[] agent = Keccak([.. Text("Agent(string source,bytes32 connectionId)"), .. Text("a"), .. connection]);
        return Keccak([0x19, 0x01, .. domain, .. agent]);
    }

    private static byte[] Text(string text) => Keccak(Encoding.UTF8.GetBytes(text));

    private static byte[] Big(ulong value, int size)
    {
        byte[] bytes = new byte[size];
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(size - 8), value);
        return bytes;
    }

    /// <summary>Actions hold maps, lists, texts, truths and whole numbers; maps and lists of at most fifteen.</summary>
    private static void Pack(List<byte> target, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                target.Add((byte)(0x80 + value.EnumerateObject().Count()));
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    PackText(target, member.Name);
                    Pack(target, member.Value);
                }

                break;
            case JsonValueKind.Array:
                target.Add((byte)(0x90 + value.GetArrayLength()));
                foreach (JsonElement element in value.EnumerateArray())
                    Pack(target, element);
                break;
            case JsonValueKind.Number:
                PackNumber(target, value.GetUInt64());
                break;
            case JsonValueKind.True or JsonValueKind.False:
                target.Add(value.GetBoolean() ? (byte)0xC3 : (byte)0xC2);
                break;
            case JsonValueKind.String:
                PackText(target, value.GetString()!);
                break;
            default:
                target.Add(0xC0);
                break;
        }
    }

    private static void PackText(List<byte> target, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length < 32)
            target.Add((byte)(0xA0 + bytes.Length));
        else
            target.AddRange([0xD9, (byte)bytes.Length]);
        target.AddRange(bytes);
    }

    private static void PackNumber(List<byte> target, ulong number)
    {
        if (number < 0x80)
            target.Add((byte)number);
        else if (number <= byte.MaxValue)
            target.AddRange([0xCC, (byte)number]);
        else if (number <= ushort.MaxValue)
            target.AddRange([0xCD, .. Big(number, 8)[6..]]);
        else if (number <= uint.MaxValue)
            target.AddRange([0xCE, .. Big(number, 8)[4..]]);
        else
            target.AddRange([0xCF, .. Big(number, 8)]);
    }

    /// <summary>Keccak-256 on a five by five square of lanes; rotations and round constants are computed as the specification defines them.</summary>
    private static byte[] Keccak(byte[] data)
    {
        byte[] padded = new byte[((data.Length / Rate) + 1) * Rate];
        data.CopyTo(padded, 0);
        padded[data.Length] = 1;
        padded[^1] |= 0x80;
        ulong[,] lanes = new ulong[5, 5];
        for (int block = 0; block < padded.Length; block += Rate)
        {
            for (int i = 0; i < Rate / 8; i++)
                lanes[i % 5, i / 5] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(block + (i * 8)));
            Permute(lanes);
        }

        byte[] hash = new byte[32];
        for (int i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(i * 8), lanes[i, 0]);
        return hash;
    }

    private static void Permute(ulong[,] lanes)
    {
        int register = 1;
        for (int round = 0; round < 24; round++)
        {
            ulong[] parity = [.. Enumerable.Range(0, 5).Select(x => lanes[x, 0] ^ lanes[x, 1] ^ lanes[x, 2] ^ lanes[x, 3] ^ lanes[x, 4])];
            for (int x = 0; x < 5; x++)
            {
                for (int y = 0; y < 5; y++)
                    lanes[x, y] ^= parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            }

            (int column, int row) = (1, 0);
            ulong moving = lanes[column, row];
            for (int step = 0; step < 24; step++)
            {
                (column, row) = (row, ((2 * column) + (3 * row)) % 5);
                (moving, lanes[column, row]) = (lanes[column, row], BitOperations.RotateLeft(moving, (step + 1) * (step + 2) / 2 % 64));
            }

            for (int y = 0; y < 5; y++)
            {
                ulong[] line = [.. Enumerable.Range(0, 5).Select(x => lanes[x, y])];
                for (int x = 0; x < 5; x++)
                    lanes[x, y] = line[x] ^ (~line[(x + 1) % 5] & line[(x + 2) % 5]);
            }

            for (int bit = 0; bit < 7; bit++)
            {
                if ((register & 1) == 1)
                    lanes[0, 0] ^= 1UL << ((1 << bit) - 1);
                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }
    }
}
