using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>
/// A Uniswap v2 pair. Amounts follow from the contract's own rule, that the product of the reserves less the fee may not fall: the most that may be
/// taken for a payment, and the least payment that the router asks for.
/// </summary>
internal sealed record ReservePool(string Address, string Token0, string Token1, BigInteger Reserve0, BigInteger Reserve1, int FeeTenths)
    : EthereumPool(Address, Token0, Token1)
{
    /// <inheritdoc />
    public override PoolTrade Swap(bool zeroForOne, bool isExactIn, BigInteger amount)
    {
        (BigInteger into, BigInteger from) = zeroForOne ? (Reserve0, Reserve1) : (Reserve1, Reserve0);
        BigInteger kept = 1000 - FeeTenths;
        BigInteger paid = amount;
        BigInteger taken = amount;
        if (isExactIn)
        {
            // (into * 1000 + paid * kept) * (from - taken) >= into * from * 1000, with the most that may be taken.
            BigInteger grown = (into * 1000) + (paid * kept);
            BigInteger product = into * from * 1000;
            taken = from - ((product + grown - 1) / grown);
        }
        else
        {
            if (taken >= from)
                throw new EvmRevertException("ds-math-sub-underflow");
            paid = (into * taken * 1000 / ((from - taken) * kept)) + 1;
        }

        if (taken.Sign <= 0)
            throw new EvmRevertException("UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT");
        (BigInteger after0, BigInteger after1) = zeroForOne ? (Reserve0 + paid, Reserve1 - taken) : (Reserve0 - taken, Reserve1 + paid);
        return new PoolTrade(zeroForOne, paid, taken, this with { Reserve0 = after0, Reserve1 = after1 });
    }

    /// <inheritdoc />
    public override IEnumerable<EthereumLog> Logs(PoolTrade trade, string sender, string recipient)
    {
        ReservePool after = (ReservePool)trade.After;
        yield return Sync(after);
        (BigInteger in0, BigInteger in1) = trade.ZeroForOne ? (trade.Paid, BigInteger.Zero) : (BigInteger.Zero, trade.Paid);
        (BigInteger out0, BigInteger out1) = trade.ZeroForOne ? (BigInteger.Zero, trade.Taken) : (trade.Taken, BigInteger.Zero);
        yield return EthereumLog.Of(
            Address,
            "Swap(address,uint256,uint256,uint256,uint256,address)",
            [EvmWords.OfAddress(sender), EvmWords.OfAddress(recipient)],
            in0, in1, out0, out1);
    }

    /// <summary>The log by which a pair tells its reserves.</summary>
    public static EthereumLog Sync(ReservePool pool) => EthereumLog.Of(pool.Address, "Sync(uint112,uint112)", [], pool.Reserve0, pool.Reserve1);

    /// <inheritdoc />
    public override byte[]? View(string selector, byte[] arguments) =>
        selector == EvmWords.Selector("getReserves()") ? EvmWords.Pack(Reserve0, Reserve1, 0) : ViewTokens(selector);
}
