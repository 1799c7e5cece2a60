using System.Collections.Concurrent;
using System.Numerics;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Market;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Amm.Trading;

/// <summary>
/// An account of the chain. An order is simulated, signed and sent as a transaction, one after the other because their nonces are; what became of
/// it is read from each block that is deep enough. Nothing is told of a swap that a block could still change.
/// </summary>
internal sealed partial class AmmAccount : AccountProtocol, IDisposable
{
    private static readonly byte[] BalanceOf = Abi.Selector("balanceOf(address)");
    private readonly AmmOptions options;
    private readonly TradingContext context;
    private readonly EthereumNode node;
    private readonly ChainState chain;
    private readonly Func<InstrumentId, PoolView> pools;
    private readonly Secp256k1Key key;
    private readonly SwapTracker tracker;
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<ChildOrderId, SentSwap> open = new();
    private long? nextNonce;

    public AmmAccount(AmmOptions options, TradingAccountOptions account, TradingContext context, (EthereumNode Node, ChainState Chain, Func<InstrumentId, PoolView> Pools) parts)
    {
        this.options = options;
        this.context = context;
        (node, chain, pools) = parts;
        key = KeyOf(options, account);
        tracker = new SwapTracker(options, node, chain, pools);
    }

    private string Address => key.Address;

    public override string? Objection(ChildOrderTerms terms, Instrument instrument) =>
        chain.Head is not { } head ? "no block of the chain is known"
        : terms.ReduceOnly ? "a pool has no reduce-only orders"
        : head.BaseFee + options.Tip > options.LargestGasPrice ? $"gas costs {head.BaseFee + options.Tip} wei, at most {options.LargestGasPrice} is paid"
        : null;

    /// <summary>Blocks have time stamps of their own; the adapter keeps to our clock.</summary>
    public override Task<Instant> ReadTimeAsync(CancellationToken cancellation) => Task.FromResult(context.Clock.Now);

    public override async Task RunStreamAsync(Action opened, AccountEvents events, CancellationToken cancellation)
    {
        ChainHead head = await chain.NextAsync(null, cancellation).ConfigureAwait(false);
        nextNonce = null;
        opened();
        while (true)
        {
            await SettleAsync(events, cancellation).ConfigureAwait(false);
            head = await chain.NextAsync(head, cancellation).ConfigureAwait(false);
        }
    }

    public override string? Objection(OrderStanding standing) =>
        standing == OrderStanding.Immediate ? null : "a swap is an immediate order";

    public override async Task<PlaceAnswer> PlaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderStanding standing, CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await SendAsync(terms, pools(instrument.Id), cancellation).ConfigureAwait(false);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>A transaction cannot be called back; its deadline ends it.</summary>
    public override Task<bool> CancelAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation) => Task.FromResult(false);

    public override async Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        ChainHead confirmed = await tracker.ConfirmedAsync(cancellation).ConfigureAwait(false);
        if (!open.TryGetValue(terms.Id, out SentSwap? swap))
        {
            if (await tracker.SearchAsync(terms, Address, confirmed, cancellation).ConfigureAwait(false) is { } found)
                return Finding(found);
            Instant latest = context.LatestArrival(context.StartedAt);
            return confirmed.Time > latest ? null : throw new VenueProtocolException("a swap of an earlier process may still be mined");
        }

        if (await tracker.FindAsync(swap, Address, confirmed, cancellation).ConfigureAwait(false) is { } outcome)
        {
            open.TryRemove(terms.Id, out _);
            return Finding(outcome);
        }

        return await tracker.IsKnownAsync(swap, cancellation).ConfigureAwait(false)
            ? new OrderFinding(VenueOrderState.Working, 0m, null, [], confirmed.Time)
            : throw new VenueProtocolException($"the node does not know transaction {swap.Hash}, which may still be mined");
    }

    /// <summary>Balances at the newest block that is deep enough; the coin for gas is one of them.</summary>
    public override async Task<AccountStatement> ReadAccountAsync(CancellationToken cancellation)
    {
        ChainHead block = await tracker.ConfirmedAsync(cancellation).ConfigureAwait(false);
        List<(Asset Asset, int Decimals)> assets = [(options.GasAsset, 18)];
        List<RpcCall> calls = [new RpcCall("eth_getBalance", $"""["{Address}","{Hex.Of(block.Number)}"]""")];
        foreach (AmmPoolOptions pool in options.Pools)
        {
            foreach ((Asset asset, AmmToken token) in new[] { (pool.Instrument.Base, pool.Base), (pool.Instrument.Quote, pool.Quote) })
            {
                if (assets.Exists(known => known.Asset == asset))
                    continue;
                assets.Add((asset, token.Decimals));
                calls.Add(PoolReader.Call(token.Address, Abi.Call(BalanceOf, Abi.Address(Address)), block));
            }
        }

        JsonElement[] answers = await node.AskAllAsync(calls, cancellation).ConfigureAwait(false);
        AssetBalance[] balances =
        [
            .. answers.Select((answer, place) => new AssetBalance(
                assets[place].Asset, PoolGrid.Tokens(Hex.Quantity(answer.GetString()), assets[place].Decimals))),
        ];
        return new AccountStatement(block.Time, balances, [], null);
    }

    public void Dispose() => sending.Dispose();

    private static Secp256k1Key KeyOf(AmmOptions options, TradingAccountOptions account)
    {
        Secp256k1Key key;
        try
        {
            key = new Secp256k1Key(account.Secret);
        }
        catch (ArgumentException)
        {
            throw new VenueConfigurationException($"{options.Name}: the private key of {account.Key} is not 64 hexadecimal digits of the curve");
        }

        return string.Equals(key.Address, account.Key, StringComparison.OrdinalIgnoreCase)
            ? key
            : throw new VenueConfigurationException($"{options.Name}: the private key is that of {key.Address}, configured is {account.Key}");
    }

    private static OrderFinding Finding(SwapOutcome outcome) => outcome.Execution is { } execution
        ? new OrderFinding(VenueOrderState.Filled, execution.Quantity, execution.Price, [execution], outcome.Time)
        : new OrderFinding(outcome.IsRevert ? VenueOrderState.Refused : VenueOrderState.Ended, 0m, null, [], outcome.Time);

    private async Task<PlaceAnswer> SendAsync(ChildOrderTerms terms, PoolView pool, CancellationToken cancellation)
    {
        // The chain judges by its own time stamps, which may be ahead of our clock.
        Instant from = chain.Head is { } head && head.Time > context.Clock.Now ? head.Time : context.Clock.Now;
        long deadline = (from.ToMilliseconds() / 1000) + (long)options.SwapLifetime.TotalSeconds;
        byte[] call = SwapCalls.Encode(pool, terms, Address, deadline, options.ClientOrderIds.Format(terms.Id));
        if (await SimulateAsync(terms, pool, call, cancellation).ConfigureAwait(false) is { } refusal)
            return refusal;
        long nonce = nextNonce ?? await ReadNonceAsync(cancellation).ConfigureAwait(false);
        BigInteger baseFee = chain.Head?.BaseFee ?? BigInteger.Zero;
        DynamicFeeTransaction transaction = new(
            options.ChainId,
            nonce,
            options.Tip,
            BigInteger.Min((2 * baseFee) + options.Tip, options.LargestGasPrice),
            pool.Options.GasLimit,
            pool.Options.Router,
            call);
        SignedTransaction signed = transaction.Sign(key);
        SentSwap swap = new(terms, signed.Hash, nonce, Instant.FromMilliseconds(deadline * 1000));
        open[terms.Id] = swap;

        // Until the node has answered, whether it has taken the nonce is not known.
        nextNonce = null;
        RpcAnswer answer = await node.TryAskAsync(
            new RpcCall("eth_sendRawTransaction", $"""["{Hex.Of(signed.Raw)}"]"""), cancellation).ConfigureAwait(false);
        if (answer.IsRefusedTransaction)
        {
            open.TryRemove(terms.Id, out _);
            return PlaceAnswer.Refused($"{answer.Code}", answer.Reason);
        }

        // The swap stays open: a block will tell.
        if (answer.IsError && !answer.Message.Contains("already known", StringComparison.OrdinalIgnoreCase))
            throw new VenueProtocolException($"the node answered {answer.Code} {answer.Reason}, which does not say that it has not taken the transaction");

        nextNonce = nonce + 1;
        swap.IsTaken = true;
        return PlaceAnswer.Accepted(signed.Hash);
    }

    /// <summary>Has the node execute the call without sending it; why the order is refused, or null.</summary>
    private async Task<PlaceAnswer?> SimulateAsync(ChildOrderTerms terms, PoolView pool, byte[] call, CancellationToken cancellation)
    {
        RpcAnswer answer = await node.TryAskAsync(
            new RpcCall("eth_call", $$"""[{"from":"{{Address}}","to":"{{pool.Options.Router}}","data":"{{Hex.Of(call)}}"},"latest"]"""), cancellation).ConfigureAwait(false);
        if (answer.IsError)
            return PlaceAnswer.Refused("REVERT", $"the simulated swap reverts: {answer.Reason}");
        BigInteger limit = SwapCalls.Amounts(pool, terms).Quote;
        BigInteger realised = SwapCalls.Realised(pool, terms, Hex.Bytes(answer.Result.GetString()));
        bool isWithin = terms.Side == Side.Sell ? realised >= limit : realised <= limit;
        return isWithin ? null : PlaceAnswer.Refused("LIMIT", $"the simulated swap exchanges {realised}, its limit is {limit}");
    }

    private async Task<long> ReadNonceAsync(CancellationToken cancellation) =>
        (long)Hex.Quantity((await node.AskAsync(new RpcCall("eth_getTransactionCount", $"""["{Address}","pending"]"""), cancellation).ConfigureAwait(false)).GetString());

    /// <summary>Tells what the newest deep block has decided.</summary>
    private async Task SettleAsync(AccountEvents events, CancellationToken cancellation)
    {
        if (open.IsEmpty)
            return;
        ChainHead confirmed = await tracker.ConfirmedAsync(cancellation).ConfigureAwait(false);
        foreach (SentSwap swap in open.Values.OrderBy(swap => swap.Nonce))
        {
            if (await tracker.FindAsync(swap, Address, confirmed, cancellation).ConfigureAwait(false) is { } outcome)
            {
                // Whoever takes it out tells of it: a query may have been quicker.
                if (open.TryRemove(swap.Terms.Id, out _))
                    Tell(swap, outcome, events);
            }
            else if (swap.IsTaken && !swap.IsLost && !await tracker.IsKnownAsync(swap, cancellation).ConfigureAwait(false))
            {
                swap.IsLost = true;
                LogDropped(context.Parts.Logger, options.Name, swap.Terms.Id, swap.Hash);
                events.Lost(swap.Terms.Id, $"the node no longer knows transaction {swap.Hash}");
            }
        }
    }

    private void Tell(SentSwap swap, SwapOutcome outcome, AccountEvents events)
    {
        string symbol = pools(swap.Terms.Instrument).Options.Instrument.Symbol;
        if (outcome.Execution is { } execution)
            events.Executed(swap.Terms.Id, symbol, execution);
        else if (outcome.IsRevert)
            events.Reverted(swap.Terms.Id, "REVERTED", outcome.Words);
        else
            events.Ended(swap.Terms.Id, symbol, 0m, outcome.Words);
    }
}
