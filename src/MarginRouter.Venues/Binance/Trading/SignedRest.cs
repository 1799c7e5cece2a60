using System.Text.Json;
using MarginRouter.Venues.Binance.MarketData;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>REST requests of one account: signed, or with the key alone.</summary>
internal sealed class SignedRest(BinanceOptions options, ApiIdentity identity, FeedContext context)
{
    private const string KeyHeader = "X-MBX-APIKEY";

    /// <summary>A signed GET.</summary>
    public Task<JsonDocument> GetAsync(string path, ApiParameters parameters, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, path, parameters, cancellation);

    /// <summary>A signed request.</summary>
    public async Task<JsonDocument> SendAsync(HttpMethod method, string path, ApiParameters parameters, CancellationToken cancellation)
    {
        parameters.Stamp(context.Clock.VenueNow, options.ReceiveWindow);
        using HttpRequestMessage request = new(
            method, new Uri(options.Endpoints.Rest, $"{path}?{parameters.SignedQuery(identity)}"));
        return await SendAsync(request, cancellation).ConfigureAwait(false);
    }

    /// <summary>A request that needs the key but no signature.</summary>
    public async Task<JsonDocument> KeyedAsync(HttpMethod method, string path, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(method, new Uri(options.Endpoints.Rest, path));
        return await SendAsync(request, cancellation).ConfigureAwait(false);
    }

    private async Task<JsonDocument> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        request.Headers.Add(KeyHeader, identity.ApiKey);
        byte[] body = await context.Http.SendAsync(request, cancellation).ConfigureAwait(false);
        return JsonDocument.Parse(body);
    }
}
