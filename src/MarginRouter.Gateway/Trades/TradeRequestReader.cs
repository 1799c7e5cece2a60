using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Reports;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.Trades;

/// <summary>
/// Reads TradeCaptureReportRequest (AD). One entry of NoDates(580) means its day, or all since its TransactTime(60); two mean a range. The
/// account is a party of role 24 (customer account), because the message has no Account(1).
/// </summary>
internal static class TradeRequestReader
{
    private const char Snapshot = '0';
    private const int CustomerAccount = 24;
    private const long NoReport = -1;
    private static readonly int[] DateMembers = [FixTradeTag.TradeDate, FixTag.TransactTime];
    private static readonly int[] TimeMembers = [FixTag.TransactTime, FixTradeTag.TradeDate];
    private static readonly int[] PartyMembers = [FixTag.PartyID, FixTag.PartyIDSource, FixTag.PartyRole];

    /// <summary>Reads a message; without a refusal the question is set, unless its type is none that is answered.</summary>
    public static FixRefusal? Read(string desk, string instanceTag, FixMessage message, out TradesRequested? question, out (string Id, int Type) request)
    {
        question = null;
        request = default;
        OrderFields fields = new(message);
        if (!fields.TryName(FixTradeTag.TradeRequestID, out string id))
            return fields.MissingOrMalformed(FixTradeTag.TradeRequestID);
        if (!message.TryGetInt(FixTradeTag.TradeRequestType, out int type))
            return fields.MissingOrMalformed(FixTradeTag.TradeRequestType);
        request = (id, type);
        if (message.TryGetChar(FixTag.SubscriptionRequestType, out char subscription) && subscription != Snapshot)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.SubscriptionRequestType, "only snapshots (0) are given");
        TradeFilter filter = new() { Report = Number(fields, FixTag.ExecID, instanceTag), After = Number(fields, DeskTag.TradesAfter, instanceTag) ?? 0 };
        if (Number(fields, FixTag.OrderID, instanceTag) is long order)
            filter = filter with { Parent = new ParentOrderId(order) };
        FixRefusal? refusal = ReadWords(fields, ref filter) ?? ReadDates(fields, ref filter) ?? ReadAccounts(fields, ref filter);
        if (refusal is null && type is TradeWriter.AllTrades or TradeWriter.MatchingTrades)
            question = new TradesRequested(desk, id, filter);
        return refusal;
    }

    /// <summary>The number of an id of ours; one that nothing has for an id that is not ours; null where there is none.</summary>
    private static long? Number(OrderFields fields, int tag, string instanceTag)
    {
        if (!fields.Contains(tag))
            return null;
        return fields.GetText(tag) is string text && ReportId.TryParse(text, instanceTag, out long number) ? number : NoReport;
    }

    private static FixRefusal? ReadWords(OrderFields fields, ref TradeFilter filter)
    {
        if (fields.Contains(FixTag.ClOrdID))
        {
            if (!fields.TryName(FixTag.ClOrdID, out string id))
                return fields.MissingOrMalformed(FixTag.ClOrdID);
            filter = filter with { ClientOrderId = id };
        }

        if (fields.Contains(FixTag.Symbol))
        {
            if (!fields.TryName(FixTag.Symbol, out string symbol))
                return fields.MissingOrMalformed(FixTag.Symbol);
            filter = filter with { Symbol = symbol };
        }

        if (!fields.Contains(FixTag.Side))
            return null;
        if (!fields.TryGetChar(FixTag.Side, out char side) || side is not ('1' or '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.Side, "Side must be 1 or 2");
        filter = filter with { Side = side == '1' ? Side.Buy : Side.Sell };
        return null;
    }

    private static FixRefusal? ReadDates(OrderFields fields, ref TradeFilter filter)
    {
        if (!fields.Contains(FixTradeTag.NoDates))
            return null;
        bool found = (fields.TryGetGroup(FixTradeTag.NoDates, DateMembers, out FixGroup group) && group.CountMatches())
            || (fields.TryGetGroup(FixTradeTag.NoDates, TimeMembers, out group) && group.CountMatches());
        if (!found)
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, FixTradeTag.NoDates);
        int entries = 0;
        foreach (FixGroupEntry entry in group)
        {
            if (!TryMoment(new OrderFields(entry), out DateTime moment, out bool isDay) || entries == 2)
                return FixRefusal.Session(FixRejectReason.IncorrectDataFormat, FixTradeTag.NoDates, "one or two entries with TradeDate or TransactTime are expected");
            if (entries == 0)
                filter = filter with { Since = Moment(moment), Until = isDay ? Moment(moment.AddDays(1)) : null };
            else
                filter = filter with { Until = Moment(isDay ? moment.AddDays(1) : moment.AddTicks(1)) };
            entries++;
        }

        return null;
    }

    private static bool TryMoment(OrderFields entry, out DateTime moment, out bool isDay)
    {
        isDay = false;
        if (entry.TryGetTimestamp(FixTag.TransactTime, out moment))
            return true;
        isDay = true;
        bool read = entry.TryGetDate(FixTradeTag.TradeDate, out DateOnly day);
        moment = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        return read && !entry.Contains(FixTag.TransactTime);
    }

    private static Instant Moment(DateTime utc) => new((utc - DateTime.UnixEpoch).Ticks * 100);

    private static FixRefusal? ReadAccounts(OrderFields fields, ref TradeFilter filter)
    {
        if (!fields.Contains(FixTag.NoPartyIDs))
            return null;
        if (!fields.TryGetGroup(FixTag.NoPartyIDs, PartyMembers, out FixGroup group) || !group.CountMatches())
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, FixTag.NoPartyIDs);
        ImmutableArray<string> accounts = [];
        foreach (FixGroupEntry entry in group)
        {
            OrderFields party = new(entry);
            if (!party.TryName(FixTag.PartyID, out string account))
                return party.MissingOrMalformed(FixTag.PartyID);
            if (!party.TryGetInt(FixTag.PartyRole, out int role) || role != CustomerAccount)
                return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.PartyRole, "PartyRole must be 24, a customer account");
            accounts = accounts.Add(account);
        }

        filter = filter with { Accounts = accounts };
        return null;
    }
}
