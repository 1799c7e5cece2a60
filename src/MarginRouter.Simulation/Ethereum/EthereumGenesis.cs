using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>The state with which a simulated chain begins.</summary>
internal static class EthereumGenesis
{
    private static readonly BigInteger Plenty = BigInteger.Pow(10, 40);

    /// <summary>Pools hold plenty of both tokens: what they may give follows from their own arithmetic.</summary>
    public static EthereumWorld Of(EthereumSimulatorOptions options)
    {
        EthereumWorld world = new();
        foreach (EthereumPoolOptions pool in options.Pools)
        {
            EthereumPool made = Pool(pool);
            world = world with { Pools = world.Pools.Add(made.Address, made) };
            world = world.Give(made.Token0, made.Address, Plenty).Give(made.Token1, made.Address, Plenty);
        }

        foreach (EthereumAccountOptions account in options.Accounts)
        {
            string holder = EthereumChain.Lower(account.Address);
            world = world with { Coins = world.Coins.SetItem(holder, account.Coins) };
            foreach ((string token, BigInteger units) in account.Tokens)
            {
                world = world.Give(EthereumChain.Lower(token), holder, units);
                foreach (string router in options.Routers)
                    world = world with { Allowances = world.Allowances.Add((EthereumChain.Lower(token), holder, EthereumChain.Lower(router))) };
            }
        }

        return world;
    }

    private static EthereumPool Pool(EthereumPoolOptions options)
    {
        (string a, string b) = (EthereumChain.Lower(options.TokenA), EthereumChain.Lower(options.TokenB));
        bool inOrder = EvmWords.OfAddress(a) < EvmWords.OfAddress(b);
        (string token0, string token1) = inOrder ? (a, b) : (b, a);
        string address = EthereumChain.Lower(options.Address);
        if (options.TickSpacing is not { } spacing)
        {
            (BigInteger reserve0, BigInteger reserve1) = inOrder ? (options.ReserveA, options.ReserveB) : (options.ReserveB, options.ReserveA);
            return new ReservePool(address, token0, token1, reserve0, reserve1, options.FeePips / 1000);
        }

        TickPool pool = new(address, token0, token1, options.FeePips, spacing) { Price = TickRatios.At(options.Tick), Tick = options.Tick };
        return options.Positions.Aggregate(pool, (made, position) => made.Position(position.Lower, position.Upper, position.Liquidity));
    }
}
