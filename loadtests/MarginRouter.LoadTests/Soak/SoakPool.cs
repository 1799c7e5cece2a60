using System.Globalization;
using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Ethereum;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.LoadTests.Soak;

/// <summary>The soak's pool of bitcoins and dollars on a simulated chain.</summary>
internal static class SoakPool
{
    private const string Pool = "0x00000000000000000000000000000000000000a1";
    private const string Router = "0x00000000000000000000000000000000000000b1";
    private const string Bitcoin = "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599";
    private const string Dollar = "0xdac17f958d2ee523a2206206994597c13d831ec7";

    /// <summary>A level is shown at a whole tick and a whole lot; by more than this the curve must have moved.</summary>
    private const decimal Tolerance = 0.0001m;

    private static readonly BigInteger Satoshi = BigInteger.Pow(10, 8);
    private static readonly BigInteger Micro = BigInteger.Pow(10, 6);

    /// <summary>The chain on a clock.</summary>
    public static EthereumSimulatorOptions Chain(MarketClock clock) => new()
    {
        Clock = clock,
        Routers = [Router],
        Pools =
        [
            new EthereumPoolOptions
            {
                Address = Pool,
                TokenA = Bitcoin,
                TokenB = Dollar,
                ReserveA = 2_000 * Satoshi,
                ReserveB = 123_300_000 * Micro,
            },
        ],
        Accounts =
        [
            new EthereumAccountOptions(
                SoakAccounts.Address,
                BigInteger.Pow(10, 21),
                new Dictionary<string, BigInteger> { [Bitcoin] = 300 * Satoshi, [Dollar] = 20_000_000 * Micro }),
        ],
        BlockInterval = TimeSpan.FromMilliseconds(500),
    };

    /// <summary>A stranger buys or sells so much that the pool leaves the other venues' price by a per cent: orders then bring it back.</summary>
    public static void Disturb(EthereumChain chain, bool sells) => chain.Trade(Pool, sells, sells ? 10 * Satoshi : 616_500 * Micro);

    /// <summary>Where balances are not those of the chain, or null.</summary>
    public static string? Difference(EthereumChain chain, Func<string, decimal> balanceOf)
    {
        decimal bitcoins = (decimal)chain.Tokens(Bitcoin, SoakAccounts.Address) / (decimal)Satoshi;
        decimal dollars = (decimal)chain.Tokens(Dollar, SoakAccounts.Address) / (decimal)Micro;
        return balanceOf("BTC") == bitcoins && balanceOf("USDT") == dollars
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{balanceOf("BTC")} BTC and {balanceOf("USDT")} USDT, the chain has {bitcoins} and {dollars}");
    }

    /// <summary>True when what the best levels of a book cost together is what the contract asks and gives for their size.</summary>
    public static bool Agrees(EthereumChain chain, Instrument instrument, BookLevel[] bids, BookLevel[] asks)
    {
        const int levels = 3;
        if (bids.Length < levels || asks.Length < levels)
            return false;
        (decimal bought, decimal cost) = Sum(instrument, asks.AsSpan(0, levels));
        (decimal sold, decimal proceeds) = Sum(instrument, bids.AsSpan(0, levels));
        BigInteger paid = chain.Quote(Pool, false, false, (BigInteger)(bought * (decimal)Satoshi)).Paid;
        BigInteger taken = chain.Quote(Pool, true, true, (BigInteger)(sold * (decimal)Satoshi)).Taken;
        return IsNear(cost, (decimal)paid / (decimal)Micro) && IsNear(proceeds, (decimal)taken / (decimal)Micro);
    }

    private static (decimal Quantity, decimal Value) Sum(Instrument instrument, ReadOnlySpan<BookLevel> levels)
    {
        decimal quantity = 0m;
        decimal value = 0m;
        foreach (BookLevel level in levels)
        {
            quantity += instrument.Quantity(level.Quantity);
            value += instrument.Quantity(level.Quantity) * instrument.Price(level.Price);
        }

        return (quantity, value);
    }

    private static bool IsNear(decimal ours, decimal theirs) => Math.Abs(ours - theirs) <= theirs * Tolerance;
}
