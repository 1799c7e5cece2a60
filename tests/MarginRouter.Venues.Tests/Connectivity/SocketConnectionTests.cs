using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Connectivity;

/// <summary>The socket against a server of a few lines on loopback.</summary>
public sealed class SocketConnectionTests : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly SocketOptions options = new(TimeSpan.FromSeconds(5), null, TimeSpan.FromSeconds(5));
    private readonly Uri address;
    private WebSocket? accepted;

    public SocketConnectionTests()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        int port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        address = new Uri($"ws://127.0.0.1:{port}/");
    }

    private WebSocket Server => accepted ?? throw new InvalidOperationException("nobody connected yet");

    public void Dispose()
    {
        accepted?.Dispose();
        listener.Close();
    }

    [Fact]
    public async Task ReadAsync_FragmentedAndLongMessages_AreWhole()
    {
        await using SocketConnection socket = await ConnectAsync(options);
        string text = string.Concat(Enumerable.Range(0, 40_000).Select(number => $"{number},"));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        await Server.SendAsync(bytes.AsMemory(0, 1000), WebSocketMessageType.Text, false, CancellationToken.None);
        await Server.SendAsync(bytes.AsMemory(1000), WebSocketMessageType.Text, true, CancellationToken.None);
        await Server.SendAsync("end"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal(text, Encoding.UTF8.GetString((await socket.ReadAsync(CancellationToken.None)).Span));
        Assert.Equal("end", Encoding.UTF8.GetString((await socket.ReadAsync(CancellationToken.None)).Span));
    }

    [Fact]
    public async Task ReadAsync_ClosedOrCut_SaysThatTheSocketEnded()
    {
        await using (SocketConnection closed = await ConnectAsync(options))
        {
            await Server.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "going", CancellationToken.None);
            SocketClosedException fault = await Assert.ThrowsAsync<SocketClosedException>(async () => await closed.ReadAsync(CancellationToken.None));
            Assert.Contains("going", fault.Message, StringComparison.Ordinal);
        }

        await using SocketConnection cut = await ConnectAsync(options);
        Server.Abort();
        await Assert.ThrowsAsync<SocketClosedException>(async () => await cut.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task ReadAsync_SilentForTooLong_Ends()
    {
        await using SocketConnection socket = await ConnectAsync(options with { SilenceLimit = TimeSpan.FromMilliseconds(60) });
        SocketClosedException fault = await Assert.ThrowsAsync<SocketClosedException>(
            async () => await socket.ReadAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("no message for", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_MessageBeyondTheLimit_IsRefused()
    {
        await using SocketConnection socket = await ConnectAsync(options with { MaximumMessageBytes = 100_000 });
        Task sending = Server.SendAsync(new byte[200_000], WebSocketMessageType.Text, true, CancellationToken.None);
        await Assert.ThrowsAsync<VenueProtocolException>(async () => await socket.ReadAsync(CancellationToken.None));
        socket.Abort();
        await Task.WhenAny(sending);
    }

    [Fact]
    public async Task ConnectAsync_NobodyListens_Fails()
    {
        listener.Stop();
        Exception fault = await Assert.ThrowsAnyAsync<Exception>(
            () => SocketConnection.ConnectAsync(address, options, TimeProvider.System, CancellationToken.None));
        Assert.True(ConnectionFault.IsTransient(fault, CancellationToken.None), fault.GetType().Name);
    }

    private async Task<SocketConnection> ConnectAsync(SocketOptions chosen)
    {
        Task<HttpListenerContext> arriving = listener.GetContextAsync();
        Task<SocketConnection> connecting = SocketConnection.ConnectAsync(address, chosen, TimeProvider.System, CancellationToken.None);
        HttpListenerContext context = await arriving;
        accepted = (await context.AcceptWebSocketAsync(null)).WebSocket;
        return await connecting;
    }
}
