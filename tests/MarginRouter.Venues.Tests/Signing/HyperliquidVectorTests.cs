using System.Globalization;
using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Hyperliquid.Trading;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Tests.Signing;

/// <summary>Every vector of data/hyperliquid: MessagePack bytes, action hashes, signatures of both networks and of transfers.</summary>
public sealed class HyperliquidVectorTests
{
    private const int Known = 12;

    // The key of the venue's own published tests.
    private static readonly Secp256k1Key Key = new("0x0123456789012345678901234567890123456789012345678901234567890123");

    public static TheoryData<int> Vectors() => SharedData.Folder is null ? [0] : [.. Enumerable.Range(0, Known)];

    [SharedDataFact]
    public void Vectors_AreAllCovered() => Assert.Equal(Known, Read().Length);

    [SharedDataTheory]
    [MemberData(nameof(Vectors))]
    public void Sign_VectorOfTheVenue_IsExact(int index)
    {
        JsonElement vector = Read()[index];
        if (vector.TryGetProperty("primaryType", out JsonElement type))
            CompareTransfer(vector, type.GetString()!);
        else
            CompareAction(vector);
    }

    private static void CompareAction(JsonElement vector)
    {
        JsonElement action = vector.GetProperty("action");
        string? vault = vector.GetProperty("vaultAddress").GetString();
        ulong nonce = vector.GetProperty("nonce").GetUInt64();
        Assert.Equal(vector.GetProperty("msgpack_hex").GetString(), Convert.ToHexStringLower(MessagePackJson.Encode(action)));
        Assert.Equal(vector.GetProperty("actionHash").GetString(), "0x" + Convert.ToHexStringLower(ActionSigner.Hash(action, vault, nonce, null)));
        foreach (bool isMainnet in new[] { true, false })
        {
            if (vector.TryGetProperty(isMainnet ? "mainnet" : "testnet", out JsonElement expected))
                Compare(expected, new ActionSigner(Key, isMainnet).Sign(action, vault, nonce));
        }
    }

    private static void CompareTransfer(JsonElement vector, string primaryType)
    {
        JsonElement message = vector.GetProperty("message");
        ulong chain = ulong.Parse(vector.GetProperty("signatureChainId").GetString()!.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        RecoverableSignature signature = new ActionSigner(Key, isMainnet: false).SignTransfer(
            primaryType.Split(':')[1],
            chain,
            message.GetProperty("destination").GetString()!,
            message.GetProperty("amount").GetString()!,
            message.GetProperty("time").GetUInt64());
        Compare(vector.GetProperty("signature"), signature);
    }

    private static void Compare(JsonElement expected, RecoverableSignature signature) => Assert.Equal(
        (expected.GetProperty("r").GetString(), expected.GetProperty("s").GetString(), expected.GetProperty("v").GetInt32()),
        (signature.RText, signature.SText, signature.V));

    private static JsonElement[] Read() =>
        [.. JsonElement.Parse(File.ReadAllBytes(SharedData.PathOf("data/hyperliquid/signing-vectors.json"))).EnumerateArray()];
}
