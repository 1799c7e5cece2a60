namespace MarginRouter.Venues.Amm;

/// <summary>By which formula a pool trades, and which router contract serves it.</summary>
public enum AmmPoolKind
{
    /// <summary>Uniswap v2 and its forks: reserves with a constant product, UniswapV2Router02.</summary>
    ConstantProduct = 1,

    /// <summary>Uniswap v3 and its forks: concentrated liquidity, SwapRouter (the one whose calls carry a deadline).</summary>
    Concentrated = 2,
}
