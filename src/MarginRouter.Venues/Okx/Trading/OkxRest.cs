using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx.Trading;

/// <summary>Signed requests of one account (okx.com/docs-v5, REST authentication): the signature covers time, method, path with query, and body.</summary>
internal sealed class OkxRest(TradingAccountOptions account, TradingContext context)
{
    private const string Granted = "0";
    private readonly HmacSha256Signer signer = new(account.Secret);

    /// <summary>The arguments of a WebSocket login at the venue's time.</summary>
    public string Login()
    {
        string seconds = (context.Clock.VenueNow.ToMilliseconds() / 1000).ToString(CultureInfo.InvariantCulture);
        return $$"""{"apiKey":"{{account.Key}}","passphrase":"{{account.Passphrase}}","timestamp":"{{seconds}}","sign":"{{signer.SignBase64(seconds + "GET/users/self/verify")}}"}""";
    }

    /// <summary>Asks; the whole answer.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellation) => SendAsync(HttpMethod.Get, path, "", cancellation);

    /// <summary>Asks; the data of a successful answer. Throws <see cref="VenueProtocolException"/> for a refusal.</summary>
    public async Task<IReadOnlyList<JsonElement>> DemandAsync(string path, CancellationToken cancellation)
    {
        JsonElement answer = await GetAsync(path, cancellation).ConfigureAwait(false);
        string code = JsonFigure.Text(answer, "code");
        return code == Granted
            ? [.. JsonFigure.List(answer, "data")]
            : throw new VenueProtocolException($"{path}: {code} {JsonFigure.TextOrEmpty(answer, "msg")}");
    }

    /// <summary>The one row of a successful answer; throws <see cref="VenueProtocolException"/> for a refusal and when there is none.</summary>
    public async Task<JsonElement> DemandOneAsync(string path, CancellationToken cancellation)
    {
        IReadOnlyList<JsonElement> rows = await DemandAsync(path, cancellation).ConfigureAwait(false);
        return rows.Count > 0 ? rows[0] : throw new VenueProtocolException($"{path}: the answer is empty");
    }

    /// <summary>Sends a command, which the venue drops when it comes after the receive window; the whole answer.</summary>
    public Task<JsonElement> PostAsync(string path, string body, CancellationToken cancellation) => SendAsync(HttpMethod.Post, path, body, cancellation);

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, new Uri(context.Options.Feed.Rest, path));
        Instant now = context.Clock.VenueNow;
        string stamp = DateTimeOffset.FromUnixTimeMilliseconds(now.ToMilliseconds()).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        request.Headers.Add("OK-ACCESS-KEY", account.Key);
        request.Headers.Add("OK-ACCESS-SIGN", signer.SignBase64(stamp + method.Method + path + body));
        request.Headers.Add("OK-ACCESS-TIMESTAMP", stamp);
        request.Headers.Add("OK-ACCESS-PASSPHRASE", account.Passphrase);
        if (!context.Options.IsMainnet)
            request.Headers.Add("x-simulated-trading", "1");
        if (method == HttpMethod.Post)
        {
            Instant expiry = now.PlusMilliseconds((long)context.Options.ReceiveWindow.TotalMilliseconds);
            request.Headers.Add("expTime", expiry.ToMilliseconds().ToString(CultureInfo.InvariantCulture));
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        return JsonElement.Parse(await context.Http.SendAsync(request, cancellation).ConfigureAwait(false));
    }
}
