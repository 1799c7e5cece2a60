using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>
/// Changes of standing orders (G), mass cancels (q) and lists of what stands (AF) that wait for the venue: answered by Replaced reports and
/// rejects, by OrderMassCancelReport (r), and by the status reports that carry the request's id.
/// </summary>
internal sealed class StandingRequests(FixReportDialect dialect, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, ImmutableArray<OpenOrder>.Builder> listed = new(StringComparer.Ordinal);

    /// <summary>Changes by the new ClOrdID (11).</summary>
    public RequestAnswers<PlaceAnswer> Changes { get; } = new(time);

    /// <summary>Mass cancels by ClOrdID (11): true when granted.</summary>
    public RequestAnswers<bool> Cancels { get; } = new(time);

    /// <summary>Lists by MassStatusReqID (584).</summary>
    public RequestAnswers<ImmutableArray<OpenOrder>> Lists { get; } = new(time);

    /// <summary>A list is about to be asked for.</summary>
    public void BeginList(string id)
    {
        Lists.Begin(id);
        lock (gate)
            listed[id] = ImmutableArray.CreateBuilder<OpenOrder>();
    }

    /// <summary>Nobody waits for a list any more.</summary>
    public void EndList(string id)
    {
        Lists.Abandon(id);
        lock (gate)
            listed.Remove(id);
    }

    /// <summary>Takes a report that answers a list on its way; false for any other report.</summary>
    public bool TryList(FixMessage report, ChildOrderId? child)
    {
        if (report.GetText(FixTag.MassStatusReqID) is not { } id)
            return false;
        lock (gate)
        {
            if (!listed.TryGetValue(id, out ImmutableArray<OpenOrder>.Builder? orders))
                return true;
            bool total = report.TryGetInt(FixTag.TotNumReports, out int expected);
            if (!report.Equals(FixTag.OrdStatus, "8"u8) && Read(report, child) is { } order)
                orders.Add(order);
            bool last = report.TryGetBool(FixTag.LastRptRequested, out bool flag) && flag;
            if (last || (total && orders.Count >= expected))
                Lists.TryComplete(id, orders.ToImmutable());
            return true;
        }
    }

    /// <summary>OrderMassCancelReport (r).</summary>
    public void MassCancelled(FixMessage report)
    {
        if (report.GetText(FixTag.ClOrdID) is { } id)
            Cancels.TryComplete(id, !report.Equals(FixTag.MassCancelResponse, "0"u8) || SaysNothingStands(report));
    }

    /// <summary>The session is down.</summary>
    public void FailAll(string reason)
    {
        VenueProtocolException fault = new($"the session ended: {reason}");
        Changes.FailAll(fault);
        Cancels.FailAll(fault);
        Lists.FailAll(fault);
    }

    /// <summary>Some venues refuse to cancel nothing.</summary>
    private bool SaysNothingStands(FixMessage report) =>
        dialect is { ErrorCodeTag: { } tag, NothingStandsCode: { } code } && report.GetText(tag) == code;

    private static OpenOrder? Read(FixMessage report, ChildOrderId? child) =>
        report.GetText(FixTag.OrderID) is { } number
        && report.TryGetChar(FixTag.Side, out char side)
        && report.TryGetDecimal(FixTag.Price, out decimal price)
        && report.TryGetDecimal(FixTag.OrderQty, out decimal quantity)
        && report.TryGetDecimal(FixTag.CumQty, out decimal executed)
            ? new OpenOrder(child, number, side == '1' ? Side.Buy : Side.Sell, price, quantity, executed)
            : null;
}
