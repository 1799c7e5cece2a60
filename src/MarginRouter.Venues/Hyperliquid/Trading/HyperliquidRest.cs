using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Hyperliquid.Trading;

/// <summary>
/// Questions and signed actions of one account. The nonce is the venue's time in milliseconds and rises with every action; an action that
/// comes after the receive window is refused by the venue (expiresAfter).
/// </summary>
internal sealed class HyperliquidRest
{
    private readonly TradingContext context;
    private readonly ActionSigner signer;
    private long lastNonce;

    public HyperliquidRest(TradingAccountOptions account, TradingContext context)
    {
        this.context = context;
        User = account.Key;
        Orders = context.Options.UsesOrderSocket ? new OrderSocket(context, [.. """{"method":"ping"}"""u8]) : null;
        try
        {
            signer = new ActionSigner(new Secp256k1Key(account.Secret), context.Options.IsMainnet);
        }
        catch (ArgumentException fault)
        {
            throw new VenueConfigurationException($"{context.Options.Feed.Name}: {fault.Message}");
        }
    }

    /// <summary>The account's address, which may have another key than the agent that signs for it.</summary>
    public string User { get; }

    /// <summary>The socket for actions; null where they go over REST.</summary>
    public OrderSocket? Orders { get; }

    /// <summary>Asks a question of its own about the account or the venue.</summary>
    public Task<JsonElement> AskAsync(string question, CancellationToken cancellation) => SendAsync("/info", question, cancellation);

    /// <summary>Asks a question about the account, with further members after type and user.</summary>
    public Task<JsonElement> AskUserAsync(string type, string more, CancellationToken cancellation) =>
        AskAsync($$"""{"type":"{{type}}","user":"{{User}}"{{more}}}""", cancellation);

    /// <summary>Signs and sends an action; the whole answer.</summary>
    public Task<JsonElement> ActAsync(string action, CancellationToken cancellation)
    {
        ulong nonce = NextNonce();
        ulong expiry = nonce + (ulong)context.Options.ReceiveWindow.TotalMilliseconds;
        RecoverableSignature signature = signer.Sign(JsonElement.Parse(action), vault: null, nonce, expiry);
        string number = nonce.ToString(CultureInfo.InvariantCulture);
        string limit = expiry.ToString(CultureInfo.InvariantCulture);
        string signed = $$"""{"r":"{{signature.RText}}","s":"{{signature.SText}}","v":{{signature.V}}}""";
        string payload = $$"""{"action":{{action}},"nonce":{{number}},"signature":{{signed}},"vaultAddress":null,"expiresAfter":{{limit}}}""";
        return Orders is null
            ? SendAsync("/exchange", payload, cancellation)
            : Orders.AskAsync(id => $$$"""{"method":"post","id":{{{id}}},"request":{"type":"action","payload":{{{payload}}}}}""", cancellation);
    }

    /// <summary>Reads a frame of the socket for actions (hyperliquid.gitbook.io, websocket post requests).</summary>
    public static (PrivateFrame Kind, long Id, JsonElement Answer) ReadOrderFrame(JsonElement frame)
    {
        if (JsonFigure.TextOrEmpty(frame, "channel") != "post")
            return (PrivateFrame.Event, 0, frame);
        JsonElement data = JsonFigure.Member(frame, "data");
        JsonElement response = JsonFigure.Member(data, "response");
        JsonElement payload = JsonFigure.Member(response, "payload");

        // What the venue could not take at all is told as a text instead of an answer.
        JsonElement answer = payload.ValueKind == JsonValueKind.Object
            ? payload
            : JsonElement.Parse($$"""{"status":"err","response":{{payload.GetRawText()}}}""");
        return (PrivateFrame.Event, JsonFigure.Whole(data, "id"), answer);
    }

    private async Task<JsonElement> SendAsync(string path, string body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(context.Options.Feed.Rest, path));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return JsonElement.Parse(await context.Http.SendAsync(request, cancellation).ConfigureAwait(false));
    }

    private ulong NextNonce()
    {
        while (true)
        {
            long last = Volatile.Read(ref lastNonce);
            long next = Math.Max(context.Clock.VenueNow.ToMilliseconds(), last + 1);
            if (Interlocked.CompareExchange(ref lastNonce, next, last) == last)
                return (ulong)next;
        }
    }
}
