using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Streams;
using MarginRouter.Simulation.Tests.Binance;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Bybit;

/// <summary>A simulated Bybit with one linear contract (bid 99.9, ask 100.1), makers, a raw HTTP client and a private WebSocket.</summary>
internal sealed class BybitQuoteWorld : IAsyncDisposable
{
    private const string Key = "key";
    private const string Secret = "secret";
    private readonly HttpClient http = new();

    private BybitQuoteWorld(StreamSimulator simulator, RawSocket socket) => (Simulator, Socket) = (simulator, socket);

    public StreamSimulator Simulator { get; }

    public RawSocket Socket { get; }

    public AccountStatement Account => Simulator.Exchange.Statement(Simulator.Exchange.Account("main"));

    public static async Task<BybitQuoteWorld> StartAsync(params QuoteMakerOptions[] makers)
    {
        StreamSimulator simulator = new(new StreamSimulatorOptions
        {
            Venue = StreamVenue.Bybit,
            Clock = new MarketClock(TimeProvider.System),
            Markets = [new SimulatedMarketOptions(TestInstruments.PerpetualBitcoin, new FixedBookSource(
                new LevelChange(BookSide.Ask, new(1_001), new(5_000)), new LevelChange(BookSide.Bid, new(999), new(5_000))))],
            Accounts = [new SimulatedAccountOptions
            {
                Name = "main", ApiKey = Key, ApiSecret = Secret, DefaultLeverage = 10, Balances = new Dictionary<string, decimal> { ["USDT"] = 1_000 },
            }],
            Rules = PublishedRules.Read("bybit/uta-cross"),
            Makers = makers,
            RunMarkets = false,
        });
        await simulator.StartAsync();
        RawSocket socket = await RawSocket.ConnectAsync(simulator.SocketUri, "/v5/private");
        string expires = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        await socket.SendAsync($$"""{"op":"auth","args":["{{Key}}",{{expires}},"{{Sign($"GET/realtime{expires}")}}"]}""");
        await socket.SendAsync("""{"op":"subscribe","args":["rfq.open.rfqs","rfq.open.quotes","rfq.open.trades","execution","wallet","position"]}""");
        Assert.True((await socket.ReceiveAsync()).GetProperty("success").GetBoolean());
        Assert.True((await socket.ReceiveAsync()).GetProperty("success").GetBoolean());
        return new BybitQuoteWorld(simulator, socket);
    }

    /// <summary>The data of the next message of a topic; others before it are left out.</summary>
    public async Task<JsonElement> NextAsync(string topic)
    {
        while (true)
        {
            JsonElement message = await Socket.ReceiveAsync();
            if (message.GetProperty("topic").GetString() == topic)
                return message.GetProperty("data")[0];
        }
    }

    public Task<JsonElement> GetAsync(string path, string query = "") => CallAsync(HttpMethod.Get, path, query, null);

    public Task<JsonElement> PostAsync(string path, string body) => CallAsync(HttpMethod.Post, path, "", body);

    /// <summary>Asks makers to quote one leg; returns the rfqId.</summary>
    public async Task<string> AskAsync(string makers, string side, string quantity, string link = "")
    {
        JsonElement answer = await PostAsync("/v5/rfq/create-rfq", $$"""{"counterparties":[{{makers}}],"rfqLinkId":"{{link}}","list":[{"category":"linear","symbol":"BTCUSDT","side":"{{side}}","qty":"{{quantity}}"}]}""");
        Assert.Equal(0, answer.GetProperty("retCode").GetInt32());
        return answer.GetProperty("result").GetProperty("rfqId").GetString()!;
    }

    public Task<JsonElement> ExecuteAsync(string rfqId, JsonElement quote, string side = "Sell") =>
        PostAsync("/v5/rfq/execute-quote", $$"""{"rfqId":"{{rfqId}}","quoteId":"{{quote.GetProperty("quoteId").GetString()}}","quoteSide":"{{side}}"}""");

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Socket.DisposeAsync();
        await Simulator.DisposeAsync();
        Assert.Null(Simulator.Failure);
    }

    private static string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text)));

    private async Task<JsonElement> CallAsync(HttpMethod method, string path, string query, string? body)
    {
        string stamp = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        using HttpRequestMessage request = new(method, new Uri(Simulator.RestUri, query.Length > 0 ? $"{path}?{query}" : path));
        request.Headers.Add("X-BAPI-API-KEY", Key);
        request.Headers.Add("X-BAPI-TIMESTAMP", stamp);
        request.Headers.Add("X-BAPI-RECV-WINDOW", "5000");
        request.Headers.Add("X-BAPI-SIGN", Sign(stamp + Key + "5000" + (body ?? query)));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage response = await http.SendAsync(request);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync());
    }
}
