using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>The two router contracts: decodes a call and does what it says, or reverts with the contract's words.</summary>
internal static class RouterContract
{
    private const string ExactInput = "exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))";
    private const string ExactOutput = "exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))";
    private const string ExactTokens = "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)";
    private const string ForExactTokens = "swapTokensForExactTokens(uint256,uint256,address[],address,uint256)";

    /// <summary>The state, the answer and the logs after a call; throws <see cref="EvmRevertException"/> when it reverts.</summary>
    public static (EthereumWorld World, byte[] Answer, IReadOnlyList<EthereumLog> Logs) Execute(
        EthereumWorld world, string router, string sender, byte[] call, long blockTime)
    {
        if (call.Length < 4)
            throw new EvmRevertException("");
        string selector = EvmWords.Text(call[..4]);
        byte[] arguments = call[4..];
        if (selector == EvmWords.Selector(ExactInput) || selector == EvmWords.Selector(ExactOutput))
            return Concentrated(world, (router, sender), arguments, selector == EvmWords.Selector(ExactInput), blockTime);
        if (selector == EvmWords.Selector(ExactTokens) || selector == EvmWords.Selector(ForExactTokens))
            return Product(world, (router, sender), arguments, selector == EvmWords.Selector(ExactTokens), blockTime);
        throw new EvmRevertException("");
    }

    private static (EthereumWorld, byte[], IReadOnlyList<EthereumLog>) Concentrated(
        EthereumWorld world, (string Router, string Sender) who, byte[] words, bool isExactIn, long blockTime)
    {
        (string tokenIn, string tokenOut) = (EvmWords.AddressAt(words, 0), EvmWords.AddressAt(words, 1));
        if (blockTime > EvmWords.At(words, 4))
            throw new EvmRevertException("Transaction too old");
        TickPool pool = world.Pools.Values.OfType<TickPool>()
            .FirstOrDefault(one => Trades(one, tokenIn, tokenOut) && one.FeePips == EvmWords.At(words, 2)) ?? throw new EvmRevertException("");
        (BigInteger amount, BigInteger limit) = (EvmWords.At(words, 5), EvmWords.At(words, 6));
        PoolTrade trade = pool.Swap(tokenIn == pool.Token0, isExactIn, amount);
        if (isExactIn ? trade.Taken < limit : trade.Paid > limit)
            throw new EvmRevertException(isExactIn ? "Too little received" : "Too much requested");
        if ((isExactIn ? trade.Paid : trade.Taken) != amount)
            throw new EvmRevertException("");
        (EthereumWorld after, List<EthereumLog> logs) = Settle(world, pool, trade, (who.Router, who.Sender, EvmWords.AddressAt(words, 3)), "STF");
        return (after, EvmWords.Pack(isExactIn ? trade.Taken : trade.Paid), logs);
    }

    private static (EthereumWorld, byte[], IReadOnlyList<EthereumLog>) Product(
        EthereumWorld world, (string Router, string Sender) who, byte[] words, bool isExactIn, long blockTime)
    {
        if (blockTime > EvmWords.At(words, 4))
            throw new EvmRevertException("UniswapV2Router: EXPIRED");
        int path = (int)EvmWords.At(words, 2) / 32;
        if (EvmWords.At(words, path) != 2)
            throw new EvmRevertException("UniswapV2Library: INVALID_PATH");
        (string tokenIn, string tokenOut) = (EvmWords.AddressAt(words, path + 1), EvmWords.AddressAt(words, path + 2));
        ReservePool pool = world.Pools.Values.OfType<ReservePool>().FirstOrDefault(one => Trades(one, tokenIn, tokenOut)) ?? throw new EvmRevertException("");
        (BigInteger amount, BigInteger limit) = (EvmWords.At(words, 0), EvmWords.At(words, 1));
        PoolTrade trade = pool.Swap(tokenIn == pool.Token0, isExactIn, amount);
        if (isExactIn ? trade.Taken < limit : trade.Paid > limit)
            throw new EvmRevertException(isExactIn ? "UniswapV2Router: INSUFFICIENT_OUTPUT_AMOUNT" : "UniswapV2Router: EXCESSIVE_INPUT_AMOUNT");
        (EthereumWorld after, List<EthereumLog> logs) = Settle(
            world, pool, trade, (who.Router, who.Sender, EvmWords.AddressAt(words, 3)), "TransferHelper: TRANSFER_FROM_FAILED");
        return (after, EvmWords.Pack(32, 2, trade.Paid, trade.Taken), logs);
    }

    private static bool Trades(EthereumPool pool, string tokenIn, string tokenOut) =>
        (pool.Token0 == tokenIn && pool.Token1 == tokenOut) || (pool.Token0 == tokenOut && pool.Token1 == tokenIn);

    /// <summary>Moves the tokens, with the logs of both transfers, and those of the pool.</summary>
    private static (EthereumWorld World, List<EthereumLog> Logs) Settle(
        EthereumWorld world, EthereumPool pool, PoolTrade trade, (string Router, string Payer, string Recipient) who, string refusal)
    {
        (string tokenIn, string tokenOut) = trade.ZeroForOne ? (pool.Token0, pool.Token1) : (pool.Token1, pool.Token0);
        if (!world.Allowances.Contains((tokenIn, who.Payer, who.Router)))
            throw new EvmRevertException(refusal);
        EthereumWorld after = world
            .Move(tokenIn, who.Payer, pool.Address, trade.Paid, refusal)
            .Move(tokenOut, pool.Address, who.Recipient, trade.Taken, "TF");
        return (
            after with { Pools = after.Pools.SetItem(pool.Address, trade.After) },
            [
                Transfer(tokenOut, pool.Address, who.Recipient, trade.Taken),
                Transfer(tokenIn, who.Payer, pool.Address, trade.Paid),
                .. pool.Logs(trade, who.Router, who.Recipient),
            ]);
    }

    private static EthereumLog Transfer(string token, string from, string to, BigInteger amount) =>
        EthereumLog.Of(token, "Transfer(address,address,uint256)", [EvmWords.OfAddress(from), EvmWords.OfAddress(to)], amount);
}
