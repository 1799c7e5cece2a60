using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>
/// Tells of new blocks: by eth_subscribe newHeads over a WebSocket, or by asking for the newest block again and again, which also tells that the node is alive. A
/// block is only a sign; its logs are asked for by its hash, so that they are always those of one whole block.
/// </summary>
internal sealed class HeadSource(AmmOptions options, EthereumNode node, TimeProvider time)
{
    private const string LatestParameters = """["latest",false]""";
    private static readonly byte[] Subscription = Encoding.UTF8.GetBytes("""{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}""");

    /// <summary>The newest block.</summary>
    public async Task<ChainHead> LatestAsync(CancellationToken cancellation) =>
        ChainHead.Read(await node.AskAsync(new RpcCall("eth_getBlockByNumber", LatestParameters), cancellation).ConfigureAwait(false));

    /// <summary>Writes the newest blocks into a channel until the connection breaks.</summary>
    public async Task RunAsync(ChannelWriter<ChainHead> heads, CancellationToken cancellation)
    {
        if (options.Socket is { } address)
            await TaskGroup.RunAsync(cancellation, token => SubscribeAsync(address, heads, token), token => AskAsync(heads, token)).ConfigureAwait(false);
        else
            await AskAsync(heads, cancellation).ConfigureAwait(false);
    }

    /// <summary>Beside a socket this is the sign of life between two blocks: the node still says which is the newest.</summary>
    private async Task AskAsync(ChannelWriter<ChainHead> heads, CancellationToken cancellation)
    {
        while (true)
        {
            heads.TryWrite(await LatestAsync(cancellation).ConfigureAwait(false));
            await Task.Delay(options.PollInterval, time, cancellation).ConfigureAwait(false);
        }
    }

    private async Task SubscribeAsync(Uri address, ChannelWriter<ChainHead> heads, CancellationToken cancellation)
    {
        await using SocketConnection socket = await SocketConnection
            .ConnectAsync(address, new SocketOptions(options.AnswerTimeout, options.LivenessLimit, options.LivenessLimit), time, cancellation).ConfigureAwait(false);
        await socket.SendAsync(Subscription, cancellation).ConfigureAwait(false);
        while (true)
        {
            JsonElement message = JsonElement.Parse((await socket.ReadAsync(cancellation).ConfigureAwait(false)).Span);
            if (message.TryGetProperty("error", out JsonElement error))
                throw new VenueProtocolException($"eth_subscribe: {JsonFigure.TextOrEmpty(error, "message")}");

            // The answer to the subscription: blocks follow, and what came before it is asked for.
            heads.TryWrite(message.TryGetProperty("params", out JsonElement given)
                ? ChainHead.Read(JsonFigure.Member(given, "result"))
                : await LatestAsync(cancellation).ConfigureAwait(false));
        }
    }
}
