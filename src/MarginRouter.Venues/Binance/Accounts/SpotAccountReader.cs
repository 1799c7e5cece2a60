using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Accounts;

/// <summary>
/// A spot account over signed REST (rest-api.md: /api/v3/account, /api/v3/order, /api/v3/openOrders), beside FIX sessions, which state neither
/// balances nor single orders. The clock is measured with /api/v3/time before the first request.
/// </summary>
public sealed class SpotAccountReader : IAccountReader
{
    private static readonly SearchValues<char> Figures = SearchValues.Create("-0123456789");
    private const int UnknownOrder = -2013;
    private const int ArchivedOrder = -2026;
    private readonly SpotReaderOptions options;
    private readonly HttpClient client = new();
    private readonly VenueHttp http;
    private readonly VenueClock clock;
    private readonly Ed25519Signer? ed25519;
    private readonly HmacSha256Signer? hmac;
    private volatile bool synchronised;

    /// <summary>Makes the reader; throws <see cref="ArgumentException"/> for a key that cannot be read.</summary>
    public SpotAccountReader(SpotReaderOptions options, TimeProvider time)
    {
        this.options = options;
        http = new VenueHttp(client, options.AnswerTimeout, time, new VenueBreaker(time));
        clock = new VenueClock(time);
        if (options.Secret.Contains("PRIVATE KEY", StringComparison.Ordinal))
            ed25519 = new Ed25519Signer(options.Secret);
        else
            hmac = new HmacSha256Signer(options.Secret);
    }

    /// <inheritdoc />
    public async Task<AccountSnapshot> ReadAsync(CancellationToken cancellation)
    {
        using JsonDocument answer = await GetAsync("/api/v3/account", "", cancellation).ConfigureAwait(false);
        ImmutableArray<AssetBalance>.Builder balances = ImmutableArray.CreateBuilder<AssetBalance>();
        foreach (JsonElement balance in answer.RootElement.Member("balances").EnumerateArray())
            balances.Add(new AssetBalance(new Asset(balance.Text("asset")), balance.Number("free") + balance.Number("locked")));
        return new AccountSnapshot(options.Subaccount, answer.RootElement.Milliseconds("updateTime"), balances.ToImmutable(), []);
    }

    /// <inheritdoc />
    public async Task<FoundOrder?> FindAsync(OrderNames order, CancellationToken cancellation)
    {
        string name = order.ClientOrderId is { Length: > 0 } id ? $"origClientOrderId={id}"
            : order.VenueOrderId is { } number ? $"orderId={number}"
            : throw new VenueProtocolException("an order without any id cannot be asked for");
        try
        {
            using JsonDocument answer = await GetAsync("/api/v3/order", $"symbol={order.Instrument.Symbol}&{name}&", cancellation).ConfigureAwait(false);
            JsonElement found = answer.RootElement;
            decimal executed = found.Number("executedQty");
            decimal? average = executed > 0m && found.NumberOrNull("cummulativeQuoteQty") is { } amount && amount >= 0m ? amount / executed : null;
            return new FoundOrder(StateOf(found.Text("status")), executed, average, null, found.Milliseconds("updateTime"));
        }
        catch (VenueHttpException refusal) when (CodeOf(refusal) == UnknownOrder)
        {
            return null;
        }
        catch (VenueHttpException refusal) when (CodeOf(refusal) == ArchivedOrder)
        {
            // Archived are orders that ended unfilled more than 90 days ago.
            return new FoundOrder(VenueOrderState.Ended, 0m, null, null, clock.VenueNow);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ListedOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation)
    {
        using JsonDocument answer = await GetAsync("/api/v3/openOrders", $"symbol={instrument.Symbol}&", cancellation).ConfigureAwait(false);
        return
        [
            .. answer.RootElement.EnumerateArray().Select(order => new ListedOrder(
                order.Text("clientOrderId"),
                order.Integer("orderId").ToString(CultureInfo.InvariantCulture),
                order.Text("side") == "BUY" ? Side.Buy : Side.Sell,
                order.Number("price"),
                order.Number("origQty"),
                order.Number("executedQty"))),
        ];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        client.Dispose();
        ed25519?.Dispose();
    }

    private async Task<JsonDocument> GetAsync(string path, string parameters, CancellationToken cancellation)
    {
        if (!synchronised)
            await SynchroniseAsync(cancellation).ConfigureAwait(false);
        string query = string.Create(
            CultureInfo.InvariantCulture,
            $"{parameters}recvWindow={(long)options.ReceiveWindow.TotalMilliseconds}&timestamp={clock.VenueNow.ToMilliseconds()}");
        string signature = ed25519 is null ? hmac!.Sign(query) : Uri.EscapeDataString(ed25519.SignBase64(Encoding.ASCII.GetBytes(query)));
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(options.Rest, $"{path}?{query}&signature={signature}"));
        request.Headers.Add("X-MBX-APIKEY", options.ApiKey);
        try
        {
            return JsonDocument.Parse(await http.SendAsync(request, cancellation).ConfigureAwait(false));
        }
        catch (VenueHttpException)
        {
            // A stale clock is one of the reasons for a refusal; measuring it again costs one request.
            synchronised = false;
            throw;
        }
    }

    private async Task SynchroniseAsync(CancellationToken cancellation)
    {
        Instant asked = clock.Now;
        using JsonDocument answer = JsonDocument.Parse(await http.GetAsync(new Uri(options.Rest, "/api/v3/time"), cancellation).ConfigureAwait(false));
        clock.Synchronise(asked, answer.RootElement.Milliseconds("serverTime"), clock.Now);
        synchronised = true;
    }

    private static int? CodeOf(VenueHttpException refusal)
    {
        int at = refusal.Message.IndexOf("\"code\":", StringComparison.Ordinal);
        if (at < 0)
            return null;
        ReadOnlySpan<char> rest = refusal.Message.AsSpan(at + "\"code\":".Length).TrimStart();
        int end = rest.IndexOfAnyExcept(Figures);
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code) ? code : null;
    }

    private static VenueOrderState StateOf(string status) => status switch
    {
        "NEW" or "PENDING_NEW" or "PARTIALLY_FILLED" or "PENDING_CANCEL" => VenueOrderState.Working,
        "FILLED" => VenueOrderState.Filled,
        "CANCELED" or "EXPIRED" or "EXPIRED_IN_MATCH" => VenueOrderState.Ended,
        "REJECTED" => VenueOrderState.Refused,
        _ => throw new VenueProtocolException($"the order status {status} is not known"),
    };
}
