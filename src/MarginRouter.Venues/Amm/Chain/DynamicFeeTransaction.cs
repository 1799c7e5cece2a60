using System.Numerics;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>A call of a contract as a transaction with a fee cap and a tip (EIP-1559, type 2); nothing is transferred and no access list is given.</summary>
/// <param name="ChainId">The chain for which it is valid.</param>
/// <param name="Nonce">Its place among the account's transactions, from 0.</param>
/// <param name="Tip">Most that the block's producer gets for a unit of gas, in wei.</param>
/// <param name="FeeCap">Most that is paid for a unit of gas, in wei.</param>
/// <param name="GasLimit">Most units of gas.</param>
/// <param name="To">The contract.</param>
/// <param name="Data">The call.</param>
internal sealed record DynamicFeeTransaction(
    long ChainId, long Nonce, BigInteger Tip, BigInteger FeeCap, long GasLimit, string To, byte[] Data)
{
    private const byte Type = 2;

    /// <summary>The signed transaction as a node takes it, and its hash.</summary>
    public SignedTransaction Sign(Secp256k1Key key)
    {
        byte[][] fields =
        [
            Rlp.Of(ChainId), Rlp.Of(Nonce), Rlp.Of(Tip), Rlp.Of(FeeCap), Rlp.Of(GasLimit), Rlp.Of(Hex.Bytes(To)), Rlp.Of(BigInteger.Zero), Rlp.Of(Data), Rlp.List(),
        ];
        byte[] unsigned = [Type, .. Rlp.List(fields)];
        RecoverableSignature signature = key.Sign(Keccak256.Hash(unsigned));
        byte[] raw = [Type, .. Rlp.List([.. fields, Rlp.Of(signature.V - 27), Rlp.Of(signature.R), Rlp.Of(signature.S)])];
        return new SignedTransaction(raw, Hex.Of(Keccak256.Hash(raw)));
    }
}
