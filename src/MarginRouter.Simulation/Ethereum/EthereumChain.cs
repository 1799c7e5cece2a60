using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>
/// Blocks, waiting transactions and contracts of a simulated chain. A block takes the waiting transactions in the order of their nonces; what
/// strangers do to the pools happens in front of them.
/// </summary>
public sealed class EthereumChain
{
    private const long FirstBlock = 1_000;
    private const long RevertedGas = 60_000;
    private readonly EthereumSimulatorOptions options;
    private readonly List<EthereumBlock> blocks = [];
    private readonly Dictionary<string, EthereumBlock> byHash = new(StringComparer.Ordinal);
    private readonly List<EthereumTransaction> waiting = [];
    private readonly List<EthereumTransaction> received = [];
    private readonly HashSet<string> replaced = new(StringComparer.Ordinal);
    private readonly List<Func<EthereumWorld, (EthereumWorld World, IReadOnlyList<EthereumLog> Logs)>> strangers = [];
    private int salt;

    internal EthereumChain(EthereumSimulatorOptions options)
    {
        this.options = options;
        BaseFee = options.BaseFee;
        Faults = new EthereumFaults(Gate);
        EthereumWorld world = EthereumGenesis.Of(options);
        Append(world, [], options.Clock.Now.ToMilliseconds() / 1000);
    }

    /// <summary>Faults to order at run time.</summary>
    public EthereumFaults Faults { get; }

    /// <summary>What a unit of gas costs at least in the next block, in wei.</summary>
    public BigInteger BaseFee { get; set; }

    /// <summary>Number of the newest block.</summary>
    public long Height
    {
        get
        {
            lock (Gate)
                return Head.Number;
        }
    }

    /// <summary>Transactions that arrived, in their order.</summary>
    public IReadOnlyList<EthereumTransaction> Received
    {
        get
        {
            lock (Gate)
                return [.. received];
        }
    }

    /// <summary>Transactions that wait for a block.</summary>
    public int Waiting
    {
        get
        {
            lock (Gate)
                return waiting.Count;
        }
    }

    internal Lock Gate { get; } = new();

    /// <summary>Told of every block that becomes the newest, under the gate.</summary>
    internal Action<EthereumBlock> BlockAdded { get; set; } = static _ => { };

    internal EthereumBlock Head => blocks[^1];

    /// <summary>Adds blocks.</summary>
    public void Mine(int count = 1)
    {
        lock (Gate)
        {
            for (int i = 0; i < count; i++)
                MineOne();
        }
    }

    /// <summary>
    /// Puts other blocks in the place of the newest ones, and one more. Their transactions wait again, or are gone.
    /// </summary>
    /// <param name="depth">Blocks that are replaced.</param>
    /// <param name="keepsTransactions">True when their transactions are mined again.</param>
    public void Reorganise(int depth, bool keepsTransactions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        lock (Gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(depth, blocks.Count);
            List<EthereumBlock> undone = blocks[^depth..];
            blocks.RemoveRange(blocks.Count - depth, depth);
            if (keepsTransactions)
                waiting.AddRange(undone.SelectMany(block => block.Receipts).Select(receipt => receipt.Transaction).OfType<EthereumTransaction>());
            for (int i = 0; i <= depth; i++)
                MineOne();
        }
    }

    /// <summary>In the next block a stranger pays an amount of one of a pool's tokens in.</summary>
    public void Trade(string pool, bool zeroForOne, BigInteger amountIn) => Strange(pool, found =>
    {
        PoolTrade trade = found.Swap(zeroForOne, isExactIn: true, amountIn);
        string stranger = options.Routers[0];
        return (trade.After, [.. found.Logs(trade, stranger, stranger)]);
    });

    /// <summary>In the next block a position between two ticks grows, or shrinks by a negative amount.</summary>
    public void Provide(string pool, int lower, int upper, BigInteger liquidity) => Strange(pool, found =>
    {
        BigInteger owner = EvmWords.OfAddress(options.Routers[0]);
        EthereumLog log = liquidity.Sign >= 0
            ? EthereumLog.Of(pool, "Mint(address,address,int24,int24,uint128,uint256,uint256)", [owner, lower, upper], owner, liquidity, 0, 0)
            : EthereumLog.Of(pool, "Burn(address,int24,int24,uint128,uint256,uint256)", [owner, lower, upper], -liquidity, 0, 0);
        return (((TickPool)found).Position(lower, upper, liquidity), [log]);
    });

    /// <summary>Units of a token that an address holds at the newest block.</summary>
    public BigInteger Tokens(string token, string holder)
    {
        lock (Gate)
            return Head.World.Tokens.GetValueOrDefault((Lower(token), Lower(holder)));
    }

    /// <summary>Wei that an address holds at the newest block.</summary>
    public BigInteger Coins(string holder)
    {
        lock (Gate)
            return Head.World.Coins.GetValueOrDefault(Lower(holder));
    }

    /// <summary>What a swap would exchange at the newest block: paid in and taken out.</summary>
    public (BigInteger Paid, BigInteger Taken) Quote(string pool, bool zeroForOne, bool isExactIn, BigInteger amount)
    {
        lock (Gate)
        {
            PoolTrade trade = Head.World.Pools[Lower(pool)].Swap(zeroForOne, isExactIn, amount);
            return (trade.Paid, trade.Taken);
        }
    }

    internal static string Lower(string address) => address.ToLowerInvariant();

    internal EthereumBlock? Block(string hash) => byHash.GetValueOrDefault(hash);

    internal EthereumBlock? Block(long number) =>
        number >= FirstBlock && number - FirstBlock < blocks.Count ? blocks[(int)(number - FirstBlock)] : null;

    internal IEnumerable<EthereumBlock> Canonical => blocks;

    internal EthereumTransaction? FindWaiting(string hash) => waiting.Find(transaction => transaction.Hash == hash);

    internal (EthereumBlock Block, int Place)? FindMined(string hash)
    {
        foreach (EthereumBlock block in blocks)
        {
            for (int i = 0; i < block.Receipts.Count; i++)
            {
                if (block.Receipts[i].Hash == hash)
                    return (block, i);
            }
        }

        return null;
    }

    internal long PendingNonce(string address)
    {
        long nonce = Head.World.Nonces.GetValueOrDefault(address);
        while (waiting.Exists(transaction => transaction.Sender == address && transaction.Nonce == nonce))
            nonce++;
        return nonce;
    }

    /// <summary>Takes a transaction; null when it was taken, else why it was not.</summary>
    internal string? Receive(EthereumTransaction transaction)
    {
        received.Add(transaction);
        EthereumWorld world = Head.World;
        string? refusal = Faults.TakeRefusal()
            ?? (waiting.Exists(other => other.Hash == transaction.Hash) ? "already known"
            : transaction.Nonce < world.Nonces.GetValueOrDefault(transaction.Sender) ? "nonce too low"
            : waiting.Exists(other => other.Sender == transaction.Sender && other.Nonce == transaction.Nonce) ? "replacement transaction underpriced"
            : transaction.Tip > transaction.FeeCap ? "max priority fee per gas higher than max fee per gas"
            : world.Coins.GetValueOrDefault(transaction.Sender) < transaction.GasLimit * transaction.FeeCap ? "insufficient funds for gas * price + value"
            : null);
        if (refusal is not null || Faults.TakeDrop())
            return refusal;
        if (Faults.TakeReplacement())
            replaced.Add(transaction.Hash);
        waiting.Add(transaction with { Delay = Faults.TakeDelay() });
        return null;
    }

    private void Strange(string address, Func<EthereumPool, (EthereumPool Pool, IReadOnlyList<EthereumLog> Logs)> act)
    {
        string pool = Lower(address);
        lock (Gate)
        {
            strangers.Add(world =>
            {
                (EthereumPool after, IReadOnlyList<EthereumLog> logs) = act(world.Pools[pool]);
                return (world with { Pools = world.Pools.SetItem(pool, after) }, logs);
            });
        }
    }

    private void MineOne()
    {
        EthereumWorld world = Head.World;
        List<EthereumReceipt> receipts = [];
        long time = Math.Max(Head.Time + 1, options.Clock.Now.ToMilliseconds() / 1000);
        foreach (Func<EthereumWorld, (EthereumWorld, IReadOnlyList<EthereumLog>)> act in strangers)
        {
            (world, IReadOnlyList<EthereumLog> logs) = act(world);
            receipts.Add(new EthereumReceipt(null, FreshHash(), true, RevertedGas, BaseFee, logs));
        }

        strangers.Clear();
        foreach (EthereumTransaction transaction in waiting.OrderBy(transaction => transaction.Nonce).ToArray())
        {
            if (transaction.Delay > 0)
            {
                waiting[waiting.IndexOf(transaction)] = transaction with { Delay = transaction.Delay - 1 };
            }
            else if (transaction.Nonce == world.Nonces.GetValueOrDefault(transaction.Sender) && transaction.FeeCap >= BaseFee)
            {
                waiting.Remove(transaction);
                (world, EthereumReceipt receipt) = Execute(world, transaction, time);
                receipts.Add(receipt);
            }
        }

        Append(world, receipts, time);
    }

    private (EthereumWorld World, EthereumReceipt Receipt) Execute(EthereumWorld world, EthereumTransaction transaction, long time)
    {
        BigInteger price = BigInteger.Min(transaction.FeeCap, BaseFee + transaction.Tip);
        EthereumWorld begun = world with { Nonces = world.Nonces.SetItem(transaction.Sender, transaction.Nonce + 1) };
        if (replaced.Remove(transaction.Hash))
            return (Charge(begun, transaction.Sender, RevertedGas * price), new EthereumReceipt(null, FreshHash(), true, RevertedGas, price, []));
        try
        {
            if (Faults.TakeRevert())
                throw new EvmRevertException("a fault was ordered");
            (EthereumWorld after, _, IReadOnlyList<EthereumLog> logs) =
                RouterContract.Execute(begun, transaction.To, transaction.Sender, [.. transaction.Data], time);
            long gas = 90_000 + (10_000 * logs.Count);
            if (gas > transaction.GasLimit)
                throw new EvmRevertException("out of gas");
            return (Charge(after, transaction.Sender, gas * price), new EthereumReceipt(transaction, transaction.Hash, true, gas, price, logs));
        }
        catch (EvmRevertException)
        {
            return (Charge(begun, transaction.Sender, RevertedGas * price), new EthereumReceipt(transaction, transaction.Hash, false, RevertedGas, price, []));
        }
    }

    private static EthereumWorld Charge(EthereumWorld world, string payer, BigInteger wei) =>
        world with { Coins = world.Coins.SetItem(payer, world.Coins.GetValueOrDefault(payer) - wei) };

    private void Append(EthereumWorld world, IReadOnlyList<EthereumReceipt> receipts, long time)
    {
        string parent = blocks.Count == 0 ? EvmWords.Text(new byte[32]) : Head.Hash;
        EthereumBlock block = new(FirstBlock + blocks.Count, FreshHash(), parent, time, BaseFee, receipts, world);
        blocks.Add(block);
        byHash.Add(block.Hash, block);
        BlockAdded(block);
    }

    private string FreshHash() => EvmWords.Text(Keccak.Hash(EvmWords.Pack(options.ChainId, ++salt)));
}
