using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Market;

namespace MarginRouter.Venues.Amm.Trading;

/// <summary>
/// A child as a call of a router contract: a sell pays in exactly its lots for at least its limit, a buy takes out exactly its lots for at most
/// its limit, so that it fills whole or reverts. The child's id stands behind the arguments, where contracts do not look.
/// </summary>
internal static class SwapCalls
{
    private static readonly byte[] ExactInput = Abi.Selector("exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))");
    private static readonly byte[] ExactOutput = Abi.Selector("exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))");
    private static readonly byte[] ExactTokensForTokens = Abi.Selector("swapExactTokensForTokens(uint256,uint256,address[],address,uint256)");
    private static readonly byte[] TokensForExactTokens = Abi.Selector("swapTokensForExactTokens(uint256,uint256,address[],address,uint256)");

    /// <summary>Lots in units of the base token, and the most to be paid or the least to be had in units of the quote token.</summary>
    public static (BigInteger Base, BigInteger Quote) Amounts(PoolView pool, ChildOrderTerms terms) => (
        pool.Grid.BaseUnits(terms.Quantity),
        pool.Grid.QuoteUnits(terms.Quantity, terms.LimitPrice, up: terms.Side == Side.Sell));

    /// <summary>The call.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="terms">The child.</param>
    /// <param name="account">The account, which also receives what comes out.</param>
    /// <param name="deadline">Latest time stamp of its block, in seconds since 1970.</param>
    /// <param name="clientOrderId">The child's id as text.</param>
    public static byte[] Encode(PoolView pool, ChildOrderTerms terms, string account, long deadline, string clientOrderId)
    {
        (BigInteger baseUnits, BigInteger quoteUnits) = Amounts(pool, terms);
        BigInteger baseToken = Abi.Address(pool.Options.Base.Address);
        BigInteger quoteToken = Abi.Address(pool.Options.Quote.Address);
        BigInteger holder = Abi.Address(account);
        bool isSell = terms.Side == Side.Sell;
        (BigInteger tokenIn, BigInteger tokenOut) = isSell ? (baseToken, quoteToken) : (quoteToken, baseToken);

        // Both routers take the exact amount first and its limit second; no price limit of the pool (zero) stands beside it.
        byte[] call = pool.Options.Kind switch
        {
            AmmPoolKind.Concentrated => Abi.Call(
                isSell ? ExactInput : ExactOutput, tokenIn, tokenOut, pool.Options.FeePips, holder, deadline, baseUnits, quoteUnits, 0),
            AmmPoolKind.ConstantProduct => Abi.Call(
                isSell ? ExactTokensForTokens : TokensForExactTokens, baseUnits, quoteUnits, 5 * Abi.WordSize, holder, deadline, 2, tokenIn, tokenOut),
        };
        return [.. call, .. System.Text.Encoding.ASCII.GetBytes(clientOrderId)];
    }

    /// <summary>The child's id behind a call of ours; empty when there is none.</summary>
    public static string ClientOrderId(ReadOnlySpan<byte> data)
    {
        // Both kinds of call have eight words.
        int length = 4 + (8 * Abi.WordSize);
        return data.Length > length ? System.Text.Encoding.ASCII.GetString(data[length..]) : "";
    }

    /// <summary>What a simulated call would exchange: the amount that was not stated exactly.</summary>
    public static BigInteger Realised(PoolView pool, ChildOrderTerms terms, byte[] answer) => pool.Options.Kind switch
    {
        AmmPoolKind.Concentrated => Abi.Unsigned(answer, 0),

        // An array of the amounts along the path: offset, length, paid in, taken out.
        AmmPoolKind.ConstantProduct => Abi.Unsigned(answer, terms.Side == Side.Sell ? 3 : 2),
    };
}
