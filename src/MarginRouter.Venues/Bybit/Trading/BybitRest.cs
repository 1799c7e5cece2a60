using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.Trading;

/// <summary>
/// Signed requests of one account (bybit-exchange docs, v5/guide): the signature covers time stamp, key, receive window and the query or body.
/// </summary>
internal sealed class BybitRest(TradingAccountOptions account, TradingContext context)
{
    private readonly HmacSha256Signer signer = new(account.Secret);

    /// <summary>The key and the signature of a WebSocket login that holds until a time.</summary>
    public (string Key, string Signature) Login(long expires) =>
        (account.Key, signer.Sign($"GET/realtime{expires.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>Asks; the whole answer.</summary>
    public async Task<JsonElement> GetAsync(string path, string query, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(context.Options.Feed.Rest, query.Length == 0 ? path : $"{path}?{query}"));
        return await SendAsync(request, query, cancellation).ConfigureAwait(false);
    }

    /// <summary>Asks; the result of a successful answer. Throws <see cref="VenueProtocolException"/> for a refusal.</summary>
    public async Task<JsonElement> DemandAsync(string path, string query, CancellationToken cancellation)
    {
        JsonElement answer = await GetAsync(path, query, cancellation).ConfigureAwait(false);
        return JsonFigure.Whole(answer, "retCode") == 0
            ? JsonFigure.Member(answer, "result")
            : throw new VenueProtocolException($"{path}: {JsonFigure.Whole(answer, "retCode")} {JsonFigure.TextOrEmpty(answer, "retMsg")}");
    }

    /// <summary>Sends a command; the whole answer.</summary>
    public async Task<JsonElement> PostAsync(string path, string body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(context.Options.Feed.Rest, path));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await SendAsync(request, body, cancellation).ConfigureAwait(false);
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage request, string signed, CancellationToken cancellation)
    {
        string stamp = context.Clock.VenueNow.ToMilliseconds().ToString(CultureInfo.InvariantCulture);
        string window = ((long)context.Options.ReceiveWindow.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("X-BAPI-API-KEY", account.Key);
        request.Headers.Add("X-BAPI-TIMESTAMP", stamp);
        request.Headers.Add("X-BAPI-RECV-WINDOW", window);
        request.Headers.Add("X-BAPI-SIGN", signer.Sign(stamp + account.Key + window + signed));
        return JsonElement.Parse(await context.Http.SendAsync(request, cancellation).ConfigureAwait(false));
    }
}
