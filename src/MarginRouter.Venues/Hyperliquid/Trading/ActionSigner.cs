using System.Buffers.Binary;
using System.Text.Json;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Hyperliquid.Trading;

/// <summary>
/// Signs actions as Hyperliquid wants them (hyperliquid-python-sdk, utils/signing): an exchange action by the hash of its MessagePack form as
/// the connection id of an agent, a transfer as typed data of its own.
/// </summary>
internal sealed class ActionSigner
{
    private const ulong AgentChain = 1337;
    private readonly Secp256k1Key key;
    private readonly bool isMainnet;
    private readonly byte[] agentDomain = TypedData.Domain("Exchange", "1", AgentChain);

    /// <param name="key">The account's key, or that of an agent which the account has approved.</param>
    /// <param name="isMainnet">False for the test network, whose signatures differ.</param>
    public ActionSigner(Secp256k1Key key, bool isMainnet)
    {
        this.key = key;
        this.isMainnet = isMainnet;
    }

    /// <summary>The signature of an exchange action whose members stand in the order in which the venue declares them.</summary>
    public RecoverableSignature Sign(JsonElement action, string? vault, ulong nonce, ulong? expiresAfter = null)
    {
        byte[] structure = TypedData.Structure(
            "Agent(string source,bytes32 connectionId)",
            TypedData.Text(isMainnet ? "a" : "b"),
            Hash(action, vault, nonce, expiresAfter));
        return key.Sign(TypedData.Digest(agentDomain, structure));
    }

    /// <summary>The hash of an action with all that must not change on the way.</summary>
    public static byte[] Hash(JsonElement action, string? vault, ulong nonce, ulong? expiresAfter)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, nonce);
        List<byte> bytes = [.. MessagePackJson.Encode(action), .. number];
        bytes.Add(vault is null ? (byte)0 : (byte)1);
        if (vault is not null)
            bytes.AddRange(Convert.FromHexString(vault.AsSpan(2)));
        if (expiresAfter is ulong expiry)
        {
            BinaryPrimitives.WriteUInt64BigEndian(number, expiry);
            bytes.AddRange([0, .. number]);
        }

        return Keccak256.Hash([.. bytes]);
    }

    /// <summary>
    /// The signature of a transfer of US dollars: <c>UsdSend</c> to another account, <c>Withdraw</c> to the chain.
    /// </summary>
    /// <param name="kind">UsdSend or Withdraw.</param>
    /// <param name="chainId">signatureChainId of the request.</param>
    /// <param name="destination">Address, 0x and forty digits.</param>
    /// <param name="amount">Amount as it is sent.</param>
    /// <param name="time">Milliseconds, which are the nonce too.</param>
    public RecoverableSignature SignTransfer(string kind, ulong chainId, string destination, string amount, ulong time)
    {
        byte[] structure = TypedData.Structure(
            $"HyperliquidTransaction:{kind}(string hyperliquidChain,string destination,string amount,uint64 time)",
            TypedData.Text(isMainnet ? "Mainnet" : "Testnet"),
            TypedData.Text(destination),
            TypedData.Text(amount),
            TypedData.Number(time));
        return key.Sign(TypedData.Digest(TypedData.Domain("HyperliquidSignTransaction", "1", chainId), structure));
    }
}
