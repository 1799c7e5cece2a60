using System.Collections.Immutable;
using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Amm;

/// <summary>What the adapter needs to know of a chain, its pools and the accounts that trade them.</summary>
public sealed record AmmOptions
{
    /// <summary>The venue in the reference data.</summary>
    public required VenueId Venue { get; init; }

    /// <summary>Name used in logs.</summary>
    public required string Name { get; init; }

    /// <summary>The node's JSON-RPC over HTTP.</summary>
    public required Uri Node { get; init; }

    /// <summary>The node's WebSocket for new blocks; without one they are found every <see cref="PollInterval"/>.</summary>
    public Uri? Socket { get; init; }

    /// <summary>The chain: 1 is Ethereum's main network (EIP-155).</summary>
    public required long ChainId { get; init; }

    /// <summary>The pools; at least one.</summary>
    public required ImmutableArray<AmmPoolOptions> Pools { get; init; }

    /// <summary>Accounts that trade: key is the address, secret the private key. Empty takes no part in routing.</summary>
    public required ImmutableArray<TradingAccountOptions> Accounts { get; init; }

    /// <summary>How child ids are written behind a swap's call.</summary>
    public required ClientOrderIdFormat ClientOrderIds { get; init; }

    /// <summary>The chain's own coin, in which gas is paid, by a code of its own beside its wrapped token.</summary>
    public required Asset GasAsset { get; init; }

    /// <summary>Most that a unit of gas may cost, in wei. While it costs more nothing is sent. With the gas limit it bounds what a ticket costs.</summary>
    public required BigInteger LargestGasPrice { get; init; }

    /// <summary>What is offered to the producer of a block for a unit of gas, in wei.</summary>
    public required BigInteger Tip { get; init; }

    /// <summary>Blocks that must follow a swap's before its fill is told: what a reorganisation may undo is not yet a fill.</summary>
    public int Confirmations { get; init; } = 1;

    /// <summary>How long after its sending a swap may be mined; later it reverts by its own deadline.</summary>
    public TimeSpan SwapLifetime { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Blocks before the newest in which swaps of an earlier process are looked for.</summary>
    public int SearchedBlocks { get; init; } = 2_000;

    /// <summary>Levels a side of the book that shows a pool's curve.</summary>
    public int Levels { get; init; } = 40;

    /// <summary>How far from the pool's price the book goes, in basis points.</summary>
    public int BandBasisPoints { get; init; } = 300;

    /// <summary>Time between two questions for the newest block; each answer is a sign of life for the books.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A chain without a new block for this long is stale.</summary>
    public TimeSpan LivenessLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for an answer of the node.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two attempts to learn the state of a swap.</summary>
    public TimeSpan QueryInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Least time between two readings of an account.</summary>
    public TimeSpan StatementSpacing { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Added to a swap's lifetime before it is believed that it can no longer be mined, for clocks that differ.</summary>
    public TimeSpan ArrivalSlack { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Back-off between connection attempts.</summary>
    public ReconnectOptions Reconnect { get; init; } = ReconnectOptions.Default;

    /// <summary>The pools' instruments.</summary>
    internal ImmutableArray<Instrument> Instruments => [.. Pools.Select(pool => pool.Instrument)];

    internal void Check()
    {
        List<string> faults = [];
        if (Pools.IsDefaultOrEmpty)
            faults.Add("no pools");
        if (Confirmations < 0 || SearchedBlocks < 0 || Levels < 1 || BandBasisPoints < 1 || LargestGasPrice.Sign <= 0 || Tip.Sign < 0)
            faults.Add("a count, a band or a gas price is out of range");
        foreach (AmmPoolOptions pool in Pools.IsDefault ? [] : Pools)
        {
            foreach (string address in new[] { pool.Address, pool.Router, pool.Base.Address, pool.Quote.Address })
                Abi.Address(address);
            if (pool.Instrument.Kind != InstrumentKind.Spot || pool.Instrument.Fees.TakerRate != 0m)
                faults.Add($"{pool.Instrument.Symbol} must be a spot instrument without a taker fee: the pool's fee is in its prices");
            if (pool.FeePips is < 0 or >= 1_000_000 || pool.GasLimit < 21_000 || pool.TickWords < 1)
                faults.Add($"{pool.Instrument.Symbol}: fee, gas limit or tick words are out of range");
            if (pool.Kind == AmmPoolKind.ConstantProduct ? pool.FeePips % 100 != 0 : pool.TickSpacing < 1)
                faults.Add($"{pool.Instrument.Symbol}: fee or tick spacing do not fit the kind of pool");
        }

        if (faults.Count > 0)
            throw new VenueConfigurationException($"{Name}: {string.Join("; ", faults)}");
    }
}
