using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MarginRouter.Simulation.Ethereum;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>The venue's hash of a signed action: MessagePack and typed data, written from their specifications for the simulator alone.</summary>
internal static class HyperliquidHash
{
    /// <summary>What an agent signs for an action of the main network.</summary>
    public static byte[] OfAction(JsonElement action, ulong nonce, ulong? expiresAfter)
    {
        List<byte> bytes = [];
        Pack(bytes, action);
        bytes.AddRange(Big(nonce, 8));
        bytes.Add(0);
        if (expiresAfter is { } expiry)
            bytes.AddRange([0, .. Big(expiry, 8)]);
        byte[] connection = Keccak.Hash([.. bytes]);
        byte[] domain = Keccak.Hash([
            .. Text("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            .. Text("Exchange"), .. Text("1"), .. Big(1337, 32), .. new byte[32]]);
        byte[] agent = Keccak.Hash([.. Text("Agent(string source,bytes32 connectionId)"), .. Text("a"), .. connection]);
        return Keccak.Hash([0x19, 0x01, .. domain, .. agent]);
    }

    private static byte[] Text(string text) => Keccak.Hash(Encoding.UTF8.GetBytes(text));

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
}
