using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Rest;
using MarginRouter.Venues.Kraken.Wire;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>The orders of one account that stand: listed over REST, cancelled together over the private socket.</summary>
internal sealed class StandingOrders(KrakenRest rest, AccountParts parts)
{
    /// <summary>The orders in a pair.</summary>
    public async Task<IReadOnlyList<OpenOrder>> ReadAsync(Instrument instrument, CancellationToken cancellation) =>
        [.. (await ListAsync(cancellation).ConfigureAwait(false)).Where(row => IsIn(row, instrument)).Select(Open)];

    /// <summary>
    /// Cancels the orders in a pair. The venue cancels all orders of an account at once, whatever their pair: beside orders in other pairs those
    /// of this one are cancelled one by one.
    /// </summary>
    public async Task<bool> CancelAsync(PrivateConnection session, Instrument instrument, CancellationToken cancellation)
    {
        List<JsonProperty> open = await ListAsync(cancellation).ConfigureAwait(false);
        List<JsonProperty> wanted = [.. open.Where(row => IsIn(row, instrument))];
        if (wanted.Count == 0)
            return true;
        if (wanted.Count == open.Count)
            return Answers.Error(await AskAsync(session, id => RequestFrames.CancelAll(session.Token, id), cancellation).ConfigureAwait(false)) is null;
        bool granted = true;
        foreach (JsonProperty row in wanted)
        {
            JsonElement answer = await AskAsync(session, id => RequestFrames.CancelOrder(row.Name, "", session.Token, id), cancellation).ConfigureAwait(false);
            granted &= Answers.Error(answer) is null;
        }

        return granted;
    }

    private static Task<JsonElement> AskAsync(PrivateConnection session, Func<long, byte[]> frame, CancellationToken cancellation) =>
        session.TryBegin(out long id)
            ? session.AskAsync(id, frame(id), cancellation)
            : throw new SocketClosedException("the private connection takes no more requests");

    private async Task<List<JsonProperty>> ListAsync(CancellationToken cancellation)
    {
        JsonElement listed = await rest.PrivateAsync("OpenOrders", [], cancellation).ConfigureAwait(false);
        return [.. listed.GetProperty("open").EnumerateObject()];
    }

    private bool IsIn(JsonProperty row, Instrument instrument) =>
        parts.Pairs.TryGetValue(row.Value.GetProperty("descr").RequiredText("pair"), out PairRules? pair) && pair.Instrument.Id == instrument.Id;

    private OpenOrder Open(JsonProperty row)
    {
        JsonElement terms = row.Value.GetProperty("descr");
        return new OpenOrder(
            parts.Ids.TryParse(row.Value.Text("cl_ord_id") ?? "", out ChildOrderId child) ? child : null,
            row.Name,
            terms.RequiredText("type") == "buy" ? Side.Buy : Side.Sell,
            terms.RequiredNumber("price"),
            row.Value.RequiredNumber("vol"),
            row.Value.RequiredNumber("vol_exec"));
    }
}
