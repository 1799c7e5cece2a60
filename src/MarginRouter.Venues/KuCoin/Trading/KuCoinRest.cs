using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.KuCoin.Trading;

/// <summary>
/// Signed requests of one account (kucoin.com/docs-new, authentication): the signature covers time, method, path with query, and body; the
/// passphrase goes as its own signature. The venue takes a request for five seconds after its time.
/// </summary>
internal sealed class KuCoinRest(TradingAccountOptions account, TradingContext context)
{
    /// <summary>The code of a successful answer.</summary>
    public const string Granted = "200000";

    private const string KeyVersion = "3";
    private readonly HmacSha256Signer signer = new(account.Secret);

    /// <summary>Sends a request; the whole answer.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, new Uri(context.Options.Feed.Rest, path));
        string stamp = context.Clock.VenueNow.ToMilliseconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("KC-API-KEY", account.Key);
        request.Headers.Add("KC-API-SIGN", signer.SignBase64(stamp + method.Method + path + body));
        request.Headers.Add("KC-API-TIMESTAMP", stamp);
        request.Headers.Add("KC-API-PASSPHRASE", signer.SignBase64(account.Passphrase));
        request.Headers.Add("KC-API-KEY-VERSION", KeyVersion);
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return JsonElement.Parse(await context.Http.SendAsync(request, cancellation).ConfigureAwait(false));
    }

    /// <summary>Sends a request; the data of a successful answer. Throws <see cref="VenueProtocolException"/> for a refusal.</summary>
    public async Task<JsonElement> DemandAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        JsonElement answer = await SendAsync(method, path, "", cancellation).ConfigureAwait(false);
        string code = JsonFigure.Text(answer, "code");
        return code == Granted
            ? JsonFigure.Member(answer, "data")
            : throw new VenueProtocolException($"{path}: {code} {JsonFigure.TextOrEmpty(answer, "msg")}");
    }
}
