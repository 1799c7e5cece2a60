using System.Numerics;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Market;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Amm.Trading;

/// <summary>
/// Reads from the chain what became of a swap. Only blocks that are deep enough count: a receipt in one is final, and so is a nonce that another
/// transaction has taken there or a deadline that lies before it.
/// </summary>
internal sealed class SwapTracker(AmmOptions options, EthereumNode node, ChainState chain, Func<InstrumentId, PoolView> pools)
{
    private const int EtherDecimals = 18;

    /// <summary>The newest block that is deep enough; throws <see cref="VenueProtocolException"/> when no block is known.</summary>
    public async Task<ChainHead> ConfirmedAsync(CancellationToken cancellation)
    {
        ChainHead head = chain.Head ?? throw new VenueProtocolException("no block is known yet");
        if (options.Confirmations == 0)
            return head;
        JsonElement block = await node.AskAsync(
            new RpcCall("eth_getBlockByNumber", $"""["{Hex.Of(Math.Max(0, head.Number - options.Confirmations))}",false]"""), cancellation).ConfigureAwait(false);
        return ChainHead.Read(block);
    }

    /// <summary>What became of a swap that this process sent; null while that can still change.</summary>
    public async Task<SwapOutcome?> FindAsync(SentSwap swap, string account, ChainHead confirmed, CancellationToken cancellation)
    {
        JsonElement[] answers = await node.AskAllAsync(
            [
                new RpcCall("eth_getTransactionCount", $"""["{account}","{Hex.Of(confirmed.Number)}"]"""),
                new RpcCall("eth_getTransactionReceipt", $"""["{swap.Hash}"]"""),
            ],
            cancellation).ConfigureAwait(false);
        if (answers[1].ValueKind == JsonValueKind.Object)
        {
            return Hex.Whole(answers[1], "blockNumber") <= confirmed.Number
                ? await ReadAsync(swap.Terms, answers[1], account, cancellation).ConfigureAwait(false)
                : null;
        }

        // The receipt was asked for after the count: a nonce that is used up at that block was used by another transaction.
        if (Hex.Quantity(answers[0].GetString()) > swap.Nonce)
            return new SwapOutcome(null, $"REPLACED: nonce {swap.Nonce} was taken by another transaction", false, confirmed.Time);
        return confirmed.Time > swap.Deadline
            ? new SwapOutcome(null, "EXPIRED: not mined before its deadline", false, confirmed.Time)
            : null;
    }

    /// <summary>True while the node has the transaction, mined or waiting.</summary>
    public async Task<bool> IsKnownAsync(SentSwap swap, CancellationToken cancellation) =>
        (await node.AskAsync(new RpcCall("eth_getTransactionByHash", $"""["{swap.Hash}"]"""), cancellation).ConfigureAwait(false)).ValueKind == JsonValueKind.Object;

    /// <summary>Looks in the pool's logs for a swap of an earlier process, which no longer knows its hash; null when there is none.</summary>
    public async Task<SwapOutcome?> SearchAsync(ChildOrderTerms terms, string account, ChainHead confirmed, CancellationToken cancellation)
    {
        PoolView pool = pools(terms.Instrument);
        string topics = string.Join(',', (pool.Options.Kind == AmmPoolKind.ConstantProduct ? [PoolEvents.SwapV2] : new[] { PoolEvents.SwapV3, PoolEvents.SwapPancake })
            .Select(topic => $"\"{topic}\""));
        long from = Math.Max(0, confirmed.Number - options.SearchedBlocks);
        JsonElement logs = await node.AskAsync(
            new RpcCall("eth_getLogs", $$"""[{"fromBlock":"{{Hex.Of(from)}}","toBlock":"{{Hex.Of(confirmed.Number)}}","address":"{{pool.Options.Address}}","topics":[[{{topics}}],null,"{{Abi.AddressTopic(account)}}"]}]"""),
            cancellation).ConfigureAwait(false);
        string wanted = options.ClientOrderIds.Format(terms.Id);
        foreach (JsonElement log in logs.EnumerateArray())
        {
            string hash = JsonFigure.Text(log, "transactionHash");
            JsonElement[] answers = await node.AskAllAsync(
                [new RpcCall("eth_getTransactionByHash", $"""["{hash}"]"""), new RpcCall("eth_getTransactionReceipt", $"""["{hash}"]""")],
                cancellation).ConfigureAwait(false);
            if (answers[1].ValueKind == JsonValueKind.Object
                && SwapCalls.ClientOrderId(Hex.Bytes(JsonFigure.Text(answers[0], "input"))) == wanted)
                return await ReadAsync(terms, answers[1], account, cancellation).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>What a receipt says.</summary>
    private async Task<SwapOutcome> ReadAsync(ChildOrderTerms terms, JsonElement receipt, string account, CancellationToken cancellation)
    {
        JsonElement header = await node.AskAsync(
            new RpcCall("eth_getBlockByHash", $"""["{JsonFigure.Text(receipt, "blockHash")}",false]"""), cancellation).ConfigureAwait(false);
        Instant time = ChainHead.Read(header).Time;
        if (Hex.Whole(receipt, "status") == 0)
            return new SwapOutcome(null, $"REVERTED in block {Hex.Whole(receipt, "blockNumber")}", true, time);
        PoolView pool = pools(terms.Instrument);
        JsonElement log = JsonFigure.List(receipt, "logs").Single(entry => IsOurs(entry, pool, account));
        (BigInteger amount0, BigInteger amount1) = PoolEvents.SwapAmounts(pool.Options.Kind, Hex.Bytes(JsonFigure.Text(log, "data")));
        (BigInteger baseUnits, BigInteger quoteUnits) = pool.BaseIsToken0 ? (amount0, amount1) : (amount1, amount0);
        if (pool.Grid.Lots(BigInteger.Abs(baseUnits)) is not { } lots || lots != terms.Quantity)
            throw new VenueProtocolException($"swap {JsonFigure.Text(receipt, "transactionHash")} exchanged {baseUnits} units, not {terms.Quantity.Value} lots");
        BigInteger gas = Hex.Quantity(receipt, "gasUsed") * Hex.Quantity(receipt, "effectiveGasPrice");
        OwnExecution execution = new(
            $"{JsonFigure.Text(receipt, "transactionHash")}:{Hex.Whole(log, "logIndex")}",
            pool.Options.Instrument.Quantity(lots),
            pool.Grid.AveragePrice(BigInteger.Abs(baseUnits), BigInteger.Abs(quoteUnits)),
            PoolGrid.Tokens(gas, EtherDecimals),
            options.GasAsset.Code,
            time);
        return new SwapOutcome(execution, "", false, time);
    }

    private static bool IsOurs(JsonElement log, PoolView pool, string account)
    {
        string[] topics = [.. JsonFigure.List(log, "topics").Select(topic => topic.GetString() ?? "")];
        return string.Equals(JsonFigure.Text(log, "address"), pool.Options.Address, StringComparison.OrdinalIgnoreCase)
            && topics.Length == 3
            && PoolEvents.IsSwap(pool.Options.Kind, topics[0])
            && string.Equals(topics[2], Abi.AddressTopic(account), StringComparison.OrdinalIgnoreCase);
    }
}
