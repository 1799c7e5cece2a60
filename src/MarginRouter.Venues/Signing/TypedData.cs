using System.Buffers.Binary;
using System.Text;

namespace MarginRouter.Venues.Signing;

/// <summary>
/// Hashes of typed data (EIP-712) for structures of flat members, which is what venues ask to be signed. A structure's hash is Keccak-256 over
/// the hash of its type's text and one word of 32 bytes for each member.
/// </summary>
public static class TypedData
{
    private const int WordSize = 32;
    private const string DomainType = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

    /// <summary>The hash of the domain; its verifying contract is the zero address.</summary>
    public static byte[] Domain(string name, string version, ulong chainId) =>
        Structure(DomainType, Text(name), Text(version), Number(chainId), new byte[WordSize]);

    /// <summary>The hash of a structure from its type's text, such as <c>Agent(string source,bytes32 connectionId)</c>, and its members' words.</summary>
    public static byte[] Structure(string type, params ReadOnlySpan<byte[]> words)
    {
        byte[] bytes = new byte[WordSize * (words.Length + 1)];
        Keccak256.Hash(Encoding.UTF8.GetBytes(type)).CopyTo(bytes, 0);
        for (int i = 0; i < words.Length; i++)
            words[i].CopyTo(bytes, WordSize * (i + 1));
        return Keccak256.Hash(bytes);
    }

    /// <summary>What is signed: the domain's and the structure's hash behind 0x19 0x01.</summary>
    public static byte[] Digest(byte[] domain, byte[] structure) => Keccak256.Hash([0x19, 0x01, .. domain, .. structure]);

    /// <summary>The word of a text: its hash.</summary>
    public static byte[] Text(string text) => Keccak256.Hash(Encoding.UTF8.GetBytes(text));

    /// <summary>The word of a whole number.</summary>
    public static byte[] Number(ulong number)
    {
        byte[] word = new byte[WordSize];
        BinaryPrimitives.WriteUInt64BigEndian(word.AsSpan(WordSize - 8), number);
        return word;
    }
}
