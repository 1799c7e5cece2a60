using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm.Market;

/// <summary>
/// Follows the chain from block to block and keeps the pools' states: read whole at one block, then changed by the logs of each that follows. A
/// block that does not follow the last one is a reorganisation: books are dropped and the states are read anew.
/// </summary>
internal sealed partial class PoolFeed(AmmOptions options, EthereumNode node, ChainState chain, PoolFeedParts parts)
{
    private const int LongestGap = 64;
    private readonly HeadSource source = new(options, node, parts.Time);
    private readonly PoolReader reader = new(node);
    private ChainHead? last;

    /// <summary>Keeps following until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        new ReconnectLoop($"{options.Name} pools", options.Reconnect, parts.Time, parts.Logger).RunAsync(RunSessionAsync, cancellation);

    private async Task RunSessionAsync(Action healthy, CancellationToken cancellation)
    {
        // Only the newest block counts: what lies between is found by its parents.
        Channel<ChainHead> heads = Channel.CreateBounded<ChainHead>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        try
        {
            JsonElement chainId = await node.AskAsync(new RpcCall("eth_chainId", "[]"), cancellation).ConfigureAwait(false);
            if (Hex.Quantity(chainId.GetString()) is var served && served != options.ChainId)
                throw new VenueConfigurationException($"{options.Name}: the node serves chain {served}, configured is {options.ChainId}");
            await StartAsync(await source.LatestAsync(cancellation).ConfigureAwait(false), check: true, cancellation).ConfigureAwait(false);
            parts.Complete(true);
            healthy();
            await TaskGroup.RunAsync(
                cancellation,
                token => source.RunAsync(heads.Writer, token),
                token => FollowAsync(heads.Reader, token)).ConfigureAwait(false);
        }
        finally
        {
            last = null;
            parts.Complete(false);
            Drop(BookState.Empty);
        }
    }

    private async Task FollowAsync(ChannelReader<ChainHead> heads, CancellationToken cancellation)
    {
        long lastBlock = parts.Time.GetTimestamp();
        while (true)
        {
            ChainHead head = await heads.ReadAsync(cancellation).ConfigureAwait(false);
            bool isNew = head.Hash != last?.Hash;
            if (isNew)
                lastBlock = parts.Time.GetTimestamp();
            else if (parts.Time.GetElapsedTime(lastBlock) > options.LivenessLimit)
                throw new VenueProtocolException($"no new block for {options.LivenessLimit}");
            if (isNew)
                await AdvanceAsync(head, cancellation).ConfigureAwait(false);
            foreach (PoolView pool in parts.Pools)
                parts.Sink.OnLiveness(pool.Options.Instrument.Id, parts.Clock.Now);
        }
    }

    private async Task AdvanceAsync(ChainHead head, CancellationToken cancellation)
    {
        // Two sources tell of blocks, and nodes behind one address differ: word of an older block may come late.
        if (last is { } known && head.Number <= known.Number && await StandsAsync(known, cancellation).ConfigureAwait(false))
            return;
        if (await PathAsync(head, cancellation).ConfigureAwait(false) is not { } path)
        {
            LogReorganised(parts.Logger, options.Name, head.Number, head.Hash);
            Drop(BookState.Gapped);
            await StartAsync(head, check: false, cancellation).ConfigureAwait(false);
            return;
        }

        HashSet<PoolView> wrong = [];
        foreach (ChainHead block in path)
            await TakeAsync(block, wrong, cancellation).ConfigureAwait(false);
        wrong.UnionWith(parts.Pools.Where(pool => pool.IsNearTheEdge));
        foreach (PoolView pool in wrong)
            await ReadAsync(pool, head, cancellation).ConfigureAwait(false);
        Publish(head);
    }

    /// <summary>The blocks from the last one to a head, oldest first; null when they do not lead back to it.</summary>
    private async Task<List<ChainHead>?> PathAsync(ChainHead head, CancellationToken cancellation)
    {
        List<ChainHead> path = [head];
        while (path[0].ParentHash != last?.Hash)
        {
            if (last is null || path[0].Number <= last.Number + 1 || path.Count == LongestGap)
                return null;
            JsonElement parent = await node.AskAsync(
                new RpcCall("eth_getBlockByHash", $"""["{path[0].ParentHash}",false]"""), cancellation).ConfigureAwait(false);
            path.Insert(0, ChainHead.Read(parent));
        }

        return path;
    }

    /// <summary>Applies the logs of one block; pools that they contradict are noted.</summary>
    private async Task TakeAsync(ChainHead block, HashSet<PoolView> wrong, CancellationToken cancellation)
    {
        string addresses = string.Join(',', parts.Pools.Select(pool => $"\"{pool.Options.Address}\""));
        JsonElement logs = await node.AskAsync(
            new RpcCall("eth_getLogs", $$"""[{"blockHash":"{{block.Hash}}","address":[{{addresses}}]}]"""), cancellation).ConfigureAwait(false);
        foreach (JsonElement log in logs.EnumerateArray().OrderBy(log => Hex.Whole(log, "logIndex")))
        {
            string address = JsonFigure.Text(log, "address");
            PoolView? pool = Array.Find(parts.Pools, one => string.Equals(one.Options.Address, address, StringComparison.OrdinalIgnoreCase));
            if (pool?.Pool is null || wrong.Contains(pool))
                continue;
            try
            {
                pool.Pool = PoolEvents.Apply(pool.Pool, log);
            }
            catch (VenueProtocolException fault)
            {
                LogContradicted(parts.Logger, options.Name, pool.Options.Instrument.Symbol, block.Number, fault.Message);
                wrong.Add(pool);
                pool.Book.Drop(BookState.Gapped);
                parts.Sink.OnBook(pool.Book, parts.Clock.Now);
            }
        }
    }

    private async Task StartAsync(ChainHead head, bool check, CancellationToken cancellation)
    {
        foreach (PoolView pool in parts.Pools)
        {
            if (check)
                await reader.CheckAsync(pool, head, cancellation).ConfigureAwait(false);
            await ReadAsync(pool, head, cancellation).ConfigureAwait(false);
        }

        // The states were asked for by the block's height: they are this block's only while it still stands there.
        if (!await StandsAsync(head, cancellation).ConfigureAwait(false))
            throw new VenueProtocolException($"block {head.Number} was replaced while it was read");
        Publish(head);
    }

    /// <summary>True while a block is the chain's at its height.</summary>
    private async Task<bool> StandsAsync(ChainHead block, CancellationToken cancellation)
    {
        JsonElement there = await node.AskAsync(
            new RpcCall("eth_getBlockByNumber", string.Create(CultureInfo.InvariantCulture, $"""["{Hex.Of(block.Number)}",false]""")), cancellation).ConfigureAwait(false);
        return there.ValueKind == JsonValueKind.Object && ChainHead.Read(there).Hash == block.Hash;
    }

    private async Task ReadAsync(PoolView pool, ChainHead head, CancellationToken cancellation) =>
        pool.Pool = await reader.ReadAsync(pool, head, cancellation).ConfigureAwait(false);

    private void Publish(ChainHead head)
    {
        last = head;
        Instant now = parts.Clock.Now;
        foreach (PoolView pool in parts.Pools)
        {
            pool.Show(head);
            parts.Sink.OnBook(pool.Book, now);
        }

        chain.Advance(head);
    }

    private void Drop(BookState state)
    {
        foreach (PoolView pool in parts.Pools)
        {
            pool.Pool = null;
            pool.Book.Drop(state);
            parts.Sink.OnBook(pool.Book, parts.Clock.Now);
        }
    }
}
