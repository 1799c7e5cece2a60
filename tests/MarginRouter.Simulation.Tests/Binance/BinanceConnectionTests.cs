using System.Diagnostics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Tests.Binance;

public sealed class BinanceConnectionTests
{
    [Fact]
    public async Task SignedSocketRequest_WrongSecretKeyOrTime_IsRefusedByNumber()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");

        JsonElement signature = await api.AskAsync(SignedRequests.Socket(1, "account.status", ("secret", "wrong")), 1);
        JsonElement key = await api.AskAsync(SignedRequests.Socket(2, "account.status", ("apiKey", "wrong")), 2);
        JsonElement late = await api.AskAsync(SignedRequests.Socket(3, "account.status", ("timestamp", SignedRequests.Now(-6_000))), 3);
        JsonElement allowed = await api.AskAsync(SignedRequests.Socket(4, "account.status", ("timestamp", SignedRequests.Now(-6_000)), ("recvWindow", "10000")), 4);
        JsonElement early = await api.AskAsync(SignedRequests.Socket(5, "account.status", ("timestamp", SignedRequests.Now(5_000))), 5);

        Assert.Equal((400, -1022), (signature.Number("status"), signature.GetProperty("error").Number("code")));
        Assert.Equal((401, -2015), (key.Number("status"), key.GetProperty("error").Number("code")));
        Assert.Equal(-1021, late.GetProperty("error").Number("code"));
        Assert.Equal(200, allowed.Number("status"));
        Assert.Equal(-1021, early.GetProperty("error").Number("code"));
    }

    [Fact]
    public async Task SignedRestRequest_WrongSignatureOrKey_IsRefusedByNumber()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);
        string query = "timestamp=" + SignedRequests.Now();

        JsonElement signature = await SignedRequests.SendAsync(simulator, HttpMethod.Get, $"/fapi/v3/account?{query}&signature={SignedRequests.Sign("wrong", query)}");
        JsonElement malformed = await SignedRequests.SendAsync(simulator, HttpMethod.Get, $"/fapi/v3/account?{query}&signature=xyz");
        JsonElement missing = await SignedRequests.SendAsync(simulator, HttpMethod.Get, $"/fapi/v3/account?{query}");
        JsonElement key = await SignedRequests.SendAsync(simulator, HttpMethod.Get, $"/fapi/v3/account?{query}&signature={SignedRequests.Sign(BinanceWorld.Secret, query)}", "other");

        Assert.Equal([-1022, -1022, -1102, -2015], new[] { signature, malformed, missing, key }.Select(answer => answer.Number("code")));
    }

    [Fact]
    public async Task Disconnect_CutsTheChosenConnectionsAndLetsThemReturn()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket stream = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws");
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        await stream.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@depth"],"id":1}""", 1);
        await api.AskAsync("""{"id":1,"method":"ping"}""", 1);

        simulator.Faults.Disconnect(ConnectionKinds.Public);

        await Assert.ThrowsAsync<WebSocketException>(stream.ReceiveAsync);
        Assert.Equal(200, (await api.AskAsync("""{"id":2,"method":"ping"}""", 2)).Number("status"));
        await using RawSocket again = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws");
        await again.AskAsync("""{"method":"SUBSCRIBE","params":["btcusdt@depth"],"id":1}""", 1);
        simulator.Market("BTCUSDT").SetLevel(MarginRouter.Core.MarketData.BookSide.Bid, 99.5m, 1m);
        simulator.Exchange.Publish();
        Assert.Equal("99.50000000", (await again.ReceiveAsync()).GetProperty("b")[0][0].GetString());
    }

    [Fact]
    public async Task Paths_ThatTheVenueDoesNotHave_AreNotFound()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);
        using HttpClient client = new() { BaseAddress = simulator.RestUri };

        using HttpResponseMessage spotPath = await client.GetAsync(new Uri("/api/v3/depth?symbol=BTCUSDT", UriKind.Relative));

        Assert.Equal(System.Net.HttpStatusCode.NotFound, spotPath.StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(() => RawSocket.ConnectAsync(simulator.WebSocketUri, "/stream?streams=btcusdt@depth"));
    }

    [Fact]
    public async Task IdleConnection_ReceivesPingFrames()
    {
        await using BinanceSimulator simulator = await BinanceWorld.StartAsync(
            BinanceWorld.Options(BinanceMarketKind.Spot, new FixedBookSource(), []) with { PingInterval = TimeSpan.FromMilliseconds(50) });
        using TcpClient client = new();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        await client.ConnectAsync("127.0.0.1", simulator.RestUri.Port, limit.Token);
        NetworkStream bytes = client.GetStream();
        string request = "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        await bytes.WriteAsync(Encoding.ASCII.GetBytes(request), limit.Token);

        byte[] one = new byte[1];
        string head = "";
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await bytes.ReadExactlyAsync(one, limit.Token);
            head += (char)one[0];
        }

        await bytes.ReadExactlyAsync(one, limit.Token);
        Assert.StartsWith("HTTP/1.1 101", head, StringComparison.Ordinal);
        Assert.Equal(0x89, one[0]);
    }

    [Fact]
    public async Task DisposeAsync_WithOpenConnectionsAndWithheldAnswer_IsQuick()
    {
        BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket stream = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/stream?streams=btcusdt@depth");
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        simulator.Faults.WithholdAnswers(1);
        await api.SendAsync(SignedRequests.Order(1, "a", "BUY", "1", "100"));
        await api.AskAsync("""{"id":2,"method":"ping"}""", 2);

        Stopwatch watch = Stopwatch.StartNew();
        await simulator.DisposeAsync();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"took {watch.Elapsed}");
        await Assert.ThrowsAsync<WebSocketException>(api.ReceiveAsync);
    }
}
