using System.Net;
using System.Text;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Binance.Fix;
using MarginRouter.Simulation.Tests.FixDialects;

namespace MarginRouter.Simulation.Tests.Binance;

/// <summary>A simulated Binance spot exchange with its FIX ports, and raw clients that log on as the documents say.</summary>
internal sealed class BinanceFixWorld : IAsyncDisposable
{
    private readonly Ed25519TestKey key = new([.. Enumerable.Range(1, 32).Select(number => (byte)number)]);
    private readonly List<RawFixClient> clients = [];

    private BinanceFixWorld(BinanceSimulator simulator)
    {
        Simulator = simulator;
        Server = new BinanceFixServer(simulator.Exchange, new BinanceFixOptions
        {
            ClientCompIds = ["ROUTER", "SECOND"],
            PublicKeys = new Dictionary<string, string> { ["main"] = Convert.ToBase64String(key.Public()) },
            DropCopyDelay = TimeSpan.FromMilliseconds(50),
        });
        Server.Start();
    }

    public BinanceSimulator Simulator { get; }

    public BinanceFixServer Server { get; }

    public static async Task<BinanceFixWorld> StartAsync() => new(await BinanceWorld.FixedAsync(BinanceMarketKind.Spot));

    /// <summary>Connects and sends a Logon; <paramref name="change"/> may spoil it.</summary>
    public RawFixClient Connect(IPEndPoint port, string compId = "ROUTER", Func<(int Tag, string Value), (int Tag, string Value)>? change = null, params (int Tag, string Value)[] more)
    {
        RawFixClient client = new(port, compId, "SPOT");
        clients.Add(client);
        string time = RawFixClient.TimeNow;
        string signature = Convert.ToBase64String(key.Sign(Encoding.ASCII.GetBytes($"A\u0001{compId}\u0001SPOT\u00011\u0001{time}")));
        (int, string)[] fields = [(95, "88"), (96, signature), (98, "0"), (108, "30"), (141, "Y"), (553, BinanceWorld.Key), (25035, "2"), .. more];
        client.Send("A", time, [.. fields.Select(field => change?.Invoke(field) ?? field)]);
        return client;
    }

    public RawFixClient LogOn(IPEndPoint port, string compId = "ROUTER", params (int Tag, string Value)[] more)
    {
        RawFixClient client = Connect(port, compId, null, more);
        RawFixMessage answer = client.Receive("A");
        Assert.Equal(("0", "30", "SPOT"), (answer["98"], answer["108"], answer["49"]));
        Assert.NotNull(answer["25037"]);

        // The answer to a question comes when the venue counts the client among those to be told.
        client.Send("XLQ", (6136, "here"));
        client.Receive("XLR");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        Server.Dispose();
        key.Dispose();
        await Simulator.DisposeAsync();
    }
}
