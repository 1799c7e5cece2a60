using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>The node's WebSockets: requests as over HTTP, and subscriptions to new blocks and to logs. Everything happens under the chain's gate.</summary>
internal sealed class EthereumSubscriptions
{
    private readonly List<(FrameSocket Socket, string Id, JsonElement Terms)> subscriptions = [];
    private readonly List<FrameSocket> sockets = [];
    private readonly EthereumChain chain;
    private readonly EthereumRpc rpc;
    private int lastId;

    public EthereumSubscriptions(EthereumChain chain, EthereumRpc rpc)
    {
        this.chain = chain;
        this.rpc = rpc;
        chain.BlockAdded = Tell;
    }

    /// <summary>Serves a socket until it ends.</summary>
    public async Task ServeAsync(FrameSocket socket, CancellationToken cancellation)
    {
        lock (chain.Gate)
            sockets.Add(socket);
        try
        {
            await socket.RunAsync(frame => Take(socket, JsonElement.Parse(frame.Span)), null, cancellation);
        }
        finally
        {
            lock (chain.Gate)
            {
                sockets.Remove(socket);
                subscriptions.RemoveAll(one => one.Socket == socket);
            }
        }
    }

    /// <summary>Cuts every socket.</summary>
    public void Disconnect()
    {
        lock (chain.Gate)
            sockets.ForEach(socket => socket.Abort());
    }

    private void Take(FrameSocket socket, JsonElement request)
    {
        lock (chain.Gate)
        {
            bool subscribes = request.ValueKind == JsonValueKind.Object && request.GetProperty("method").GetString() == "eth_subscribe";
            if (!subscribes)
            {
                if (rpc.Answer(request) is { } answer)
                    socket.Send(Encoding.UTF8.GetBytes(answer));
                return;
            }

            string id = "0x" + (++lastId).ToString("x", CultureInfo.InvariantCulture);
            subscriptions.Add((socket, id, request.GetProperty("params").Clone()));
            socket.Send(Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetRawText()}},"result":"{{id}}"}"""));
        }
    }

    private void Tell(EthereumBlock block)
    {
        bool repeats = chain.Faults.TakeLateHead();
        foreach ((FrameSocket socket, string id, JsonElement terms) in subscriptions)
        {
            if (terms[0].GetString() == "newHeads")
            {
                Send(socket, id, EthereumJson.Of(block));
                if (repeats && chain.Block(block.ParentHash) is { } parent)
                    Send(socket, id, EthereumJson.Of(parent));
                continue;
            }

            foreach ((_, EthereumLog log, string text) in EthereumJson.Logs(block))
            {
                if (EthereumRpc.Fits(terms[1], log))
                    Send(socket, id, text);
            }
        }
    }

    private static void Send(FrameSocket socket, string id, string result) => socket.Send(Encoding.UTF8.GetBytes(
        $"{{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{{\"subscription\":\"{id}\",\"result\":{result}}}}}"));
}
