using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Spot: everything private goes over the WebSocket API, user events by a signed subscription (web-socket-api.md).</summary>
internal sealed class SpotAccountProtocol : IAccountProtocol
{
    public string ApiPath => "/ws-api/v3";

    public string TimePath => "/api/v3/time";

    public string? Objection(ChildOrderTerms terms) =>
        terms.ReduceOnly ? "spot orders have no reduce-only flag" : null;

    public async Task RunUserStreamAsync(
        ApiConnection api, Action opened, Action<ReadOnlyMemory<byte>> onEvent, CancellationToken cancellation)
    {
        await api.DemandAsync("userDataStream.subscribe.signature", new ApiParameters(), cancellation).ConfigureAwait(false);
        opened();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
    }

    public async Task<AccountStatement> ReadAccountAsync(ApiConnection api, CancellationToken cancellation)
    {
        JsonElement account = await api.DemandAsync("account.status", new ApiParameters(), cancellation).ConfigureAwait(false);
        List<AssetBalance> balances = [];
        foreach (JsonElement balance in account.Member("balances").EnumerateArray())
            balances.Add(new AssetBalance(new Asset(balance.Text("asset")), balance.Number("free") + balance.Number("locked")));
        return new AccountStatement(account.Milliseconds("updateTime"), balances, []);
    }

    public Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<InstrumentTiers>.Empty);

    public async Task<IReadOnlyList<OwnTrade>> ReadTradesAsync(
        ApiConnection api, string symbol, long orderId, CancellationToken cancellation)
    {
        ApiParameters parameters = new ApiParameters().Add("symbol", symbol).Add("orderId", orderId);
        JsonElement trades = await api.DemandAsync("myTrades", parameters, cancellation).ConfigureAwait(false);
        return OwnTrades.Decode(trades);
    }

    public AccountStatement? DecodeAccountChange(string eventType, JsonElement userEvent)
    {
        if (eventType != "outboundAccountPosition")
            return null;
        List<AssetBalance> balances = [];
        foreach (JsonElement balance in userEvent.Member("B").EnumerateArray())
            balances.Add(new AssetBalance(new Asset(balance.Text("a")), balance.Number("f") + balance.Number("l")));
        return new AccountStatement(userEvent.Milliseconds("u"), balances, []);
    }

    public LeverageChange? DecodeLeverageChange(string eventType, JsonElement userEvent) => null;
}
