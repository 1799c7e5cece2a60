using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Rest;
using MarginRouter.Venues.Kraken.Wire;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken.Accounts;

/// <summary>
/// A spot account over signed REST (BalanceEx, TradesHistory, QueryOrders, OpenOrders, ClosedOrders), beside FIX sessions, which state no
/// balances and answer about orders only by the venue's number. The account trades without margin.
/// </summary>
public sealed class KrakenAccountReader : IAccountReader
{
    private const int PageSize = 50;
    private const int LongestSearch = 10;
    private readonly HttpClient client = new();
    private readonly KrakenRest rest;
    private readonly StatementReader statements;

    /// <summary>Makes the reader; throws <see cref="FormatException"/> for a secret that is no base 64.</summary>
    /// <param name="account">The account and its REST key pair.</param>
    /// <param name="server">Base address of the REST interface.</param>
    /// <param name="answerTimeout">Longest wait for an answer.</param>
    /// <param name="time">The clock.</param>
    public KrakenAccountReader(KrakenAccountOptions account, Uri server, TimeSpan answerTimeout, TimeProvider time)
    {
        rest = new KrakenRest(new VenueHttp(client, answerTimeout, time, new VenueBreaker(time)), server, account.ApiKey, Convert.FromBase64String(account.ApiSecret), time);
        statements = new StatementReader(rest, account with { Margin = false }, new Dictionary<string, PairRules>(), time);
    }

    /// <inheritdoc />
    public Task<AccountSnapshot> ReadAsync(CancellationToken cancellation) => statements.ReadAsync(VenueTimeAsync, cancellation);

    /// <inheritdoc />
    public async Task<FoundOrder?> FindAsync(OrderNames order, CancellationToken cancellation)
    {
        OrderRecord? found = null;
        if (order.VenueOrderId is { } number)
        {
            found = OrderRecord.First(await rest.PrivateAsync("QueryOrders", [new("txid", number)], cancellation).ConfigureAwait(false));
        }
        else if (order.ClientOrderId is { Length: > 0 } id)
        {
            // Open first: an order that ends between the two questions is then found by the second.
            JsonElement open = await rest.PrivateAsync("OpenOrders", [new("cl_ord_id", id)], cancellation).ConfigureAwait(false);
            found = OrderRecord.First(open.GetProperty("open"));
            if (found is null)
            {
                JsonElement closed = await rest.PrivateAsync("ClosedOrders", [new("cl_ord_id", id)], cancellation).ConfigureAwait(false);
                found = OrderRecord.First(closed.GetProperty("closed"));
            }
        }

        else
        {
            found = await SearchAsync(order.IsIt, cancellation).ConfigureAwait(false);
        }

        return found is null ? null : new FoundOrder(found.State, found.Filled, found.AveragePrice, found.FeeInBase ? null : found.Fee, found.ChangedAt);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ListedOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation)
    {
        JsonElement answer = await rest.PrivateAsync("OpenOrders", [], cancellation).ConfigureAwait(false);
        List<ListedOrder> listed = [];
        foreach (JsonProperty order in answer.GetProperty("open").EnumerateObject())
        {
            JsonElement terms = order.Value.GetProperty("descr");
            if (Plain(terms.RequiredText("pair")) != Plain(instrument.Symbol))
                continue;
            listed.Add(new ListedOrder(
                order.Value.Text("cl_ord_id") ?? "",
                order.Name,
                terms.RequiredText("type") == "buy" ? Side.Buy : Side.Sell,
                terms.RequiredNumber("price"),
                order.Value.RequiredNumber("vol"),
                order.Value.RequiredNumber("vol_exec")));
        }

        return listed;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        rest.Dispose();
        client.Dispose();
    }

    /// <summary>
    /// Looks through what stands and what has closed lately. An order that is not among as many closed ones as are looked through may be
    /// older: that is no answer.
    /// </summary>
    private async Task<OrderRecord?> SearchAsync(Func<string, bool> isIt, CancellationToken cancellation)
    {
        JsonElement open = await rest.PrivateAsync("OpenOrders", [], cancellation).ConfigureAwait(false);
        if (OrderRecord.First(open.GetProperty("open"), isIt) is { } working)
            return working;
        int seen = 0;
        for (int page = 0; page < LongestSearch; page++)
        {
            KeyValuePair<string, string> offset = new("ofs", seen.ToString(System.Globalization.CultureInfo.InvariantCulture));
            JsonElement closed = (await rest.PrivateAsync("ClosedOrders", [offset], cancellation).ConfigureAwait(false)).GetProperty("closed");
            if (OrderRecord.First(closed, isIt) is { } ended)
                return ended;
            int count = closed.EnumerateObject().Count();
            if (count < PageSize)
                return null;
            seen += count;
        }

        throw new VenueProtocolException($"the order is not among the last {seen} that closed");
    }

    private async Task<Instant> VenueTimeAsync(CancellationToken cancellation) =>
        (await rest.PublicAsync("Time", cancellation).ConfigureAwait(false)).RequiredSeconds("unixtime");

    /// <summary>XBTUSD, XBT/USD and BTC/USD are one pair.</summary>
    private static string Plain(string pair) => pair.Replace("/", "", StringComparison.Ordinal).Replace("XBT", "BTC", StringComparison.Ordinal);
}
