using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A transaction as the node has it.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Sender">Who signed it.</param>
/// <param name="Nonce">Its nonce.</param>
/// <param name="Tip">Tip for a unit of gas, in wei.</param>
/// <param name="FeeCap">Most for a unit of gas, in wei.</param>
/// <param name="GasLimit">Most gas.</param>
/// <param name="To">The contract.</param>
/// <param name="Data">The call.</param>
public sealed record EthereumTransaction(
    string Hash, string Sender, long Nonce, BigInteger Tip, BigInteger FeeCap, long GasLimit, string To, IReadOnlyList<byte> Data)
{
    /// <summary>Blocks for which a fault keeps it waiting; counts down.</summary>
    internal int Delay { get; init; }

    /// <summary>Reads a signed transaction of type 2; throws <see cref="FormatException"/> for anything else.</summary>
    internal static EthereumTransaction Parse(byte[] raw, long chainId)
    {
        if (raw is not [2, ..] || RlpItem.Parse(raw[1..]).Items is not { Count: 12 } fields)
            throw new FormatException("transaction type not supported");
        if (fields[0].Number != chainId)
            throw new FormatException($"invalid chain id {fields[0].Number}");
        byte[] unsigned = [2, .. new RlpItem([], [.. fields.Take(9)]).Encode()];
        string sender = SignatureRecovery.Address(Keccak.Hash(unsigned), fields[10].Number, fields[11].Number, fields[9].Number.IsOne)
            ?? throw new FormatException("invalid sender");
        if (fields[5].Data.Length != 20 || fields[8].Items is not { Count: 0 })
            throw new FormatException("neither creations nor access lists are served");
        return new EthereumTransaction(
            EvmWords.Text(Keccak.Hash(raw)),
            sender,
            (long)fields[1].Number,
            fields[2].Number,
            fields[3].Number,
            (long)fields[4].Number,
            EvmWords.Text(fields[5].Data),
            fields[7].Data);
    }
}
