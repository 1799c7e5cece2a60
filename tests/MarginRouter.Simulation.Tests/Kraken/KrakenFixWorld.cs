using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarginRouter.Simulation.Kraken.Fix;
using MarginRouter.Simulation.Tests.FixDialects;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>A simulated Kraken with its FIX ports, and raw clients that log on as the documents say.</summary>
internal sealed class KrakenFixWorld : IAsyncDisposable
{
    private readonly List<RawFixClient> clients = [];
    private long lastNonce;

    private KrakenFixWorld(KrakenTestVenue venue)
    {
        Venue = venue;
        Server = new KrakenFixServer(venue.Exchange, new KrakenFixOptions { ClientCompIds = ["FIRM", "OTHER"] });
        Server.Start();
    }

    public KrakenTestVenue Venue { get; }

    public KrakenFixServer Server { get; }

    public static async Task<KrakenFixWorld> StartAsync() => new(await KrakenTestVenue.StartAsync());

    /// <summary>base64(HMAC-SHA512(decoded secret, SHA-256(fields + nonce))), written from the vendor's words.</summary>
    public static string Password(string secret, string compId, int number, string key, string nonce)
    {
        string input = $"35=A\u000134={number}\u000149={compId}\u000156=KRAKEN-TRD\u0001553={key}\u0001{nonce}";
        using HMACSHA512 signer = new(Convert.FromBase64String(secret));
        return Convert.ToBase64String(signer.ComputeHash(SHA256.HashData(Encoding.UTF8.GetBytes(input))));
    }

    public string Nonce() => (lastNonce = Math.Max(lastNonce + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds())).ToString(CultureInfo.InvariantCulture);

    /// <summary>Connects to trading and sends a Logon; <paramref name="change"/> may spoil it.</summary>
    public RawFixClient Connect(string compId = "FIRM", Func<(int Tag, string Value), (int Tag, string Value)>? change = null, params (int Tag, string Value)[] more)
    {
        RawFixClient client = new(Server.Trading, compId, "KRAKEN-TRD");
        clients.Add(client);
        string nonce = Nonce();
        (int, string)[] fields =
        [
            (98, "0"), (108, "60"), (141, "Y"), (553, KrakenTestVenue.Key), (554, Password(KrakenTestVenue.Secret, compId, 1, KrakenTestVenue.Key, nonce)), (5025, nonce), .. more,
        ];
        client.Send("A", [.. fields.Select(field => change?.Invoke(field) ?? field)]);
        return client;
    }

    public RawFixClient LogOn(string compId = "FIRM", params (int Tag, string Value)[] more)
    {
        RawFixClient client = Connect(compId, null, more);
        RawFixMessage answer = client.Receive("A");
        Assert.Equal(("KRAKEN-TRD", null), (answer["49"], answer["554"]));
        return client;
    }

    public RawFixClient LogOnToData()
    {
        RawFixClient client = new(Server.MarketData, "FIRM", "KRAKEN-MD");
        clients.Add(client);
        client.Send("A", (98, "0"), (108, "60"), (141, "Y"));
        client.Receive("A");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        Server.Dispose();
        await Venue.DisposeAsync();
    }
}
