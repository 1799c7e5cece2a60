using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>
/// The statements of one account: RequestForPositions (AN) at intervals, PositionReports (AP) collected until all have come. Fills and
/// reports travel in one order on one session, so a statement contains exactly the fills up to its own time.
/// </summary>
internal sealed class AccountLink
{
    private static readonly int[] PositionEntry = [FixTag.PosType, FixTag.LongQty, FixTag.ShortQty];
    private static readonly int[] AmountEntry = [FixTag.PosAmtType, FixTag.PosAmt, FixTag.Currency];

    private readonly int place;
    private readonly FixVenueAccountOptions account;
    private readonly IVenueEventSink sink;
    private readonly VenueReadiness readiness;
    private readonly SymbolTable symbols;
    private readonly FixAmountTypes words;
    private readonly SortedDictionary<string, AssetBalance> balances = new(StringComparer.Ordinal);
    private readonly Dictionary<int, PositionSnapshot> positions = [];
    private string? request;
    private Instant requestedAt;
    private Instant asOf;
    private long requests;
    private int received;
    private int? expected;

    public AccountLink(int place, FixVenueOptions options, IVenueEventSink sink, VenueReadiness readiness, SymbolTable symbols)
    {
        this.place = place;
        account = options.Accounts[place];
        words = options.AmountTypes;
        this.sink = sink;
        this.readiness = readiness;
        this.symbols = symbols;
    }

    /// <summary>The account's place among the adapter's accounts.</summary>
    public int Place => place;

    /// <summary>The subaccount.</summary>
    public SubaccountId Subaccount => account.Subaccount;

    /// <summary>Account (1).</summary>
    public string Account => account.Account;

    /// <summary>True when a statement is due: none is on its way and the interval is over, or the one on its way is overdue.</summary>
    public bool IsDue(Instant now, TimeSpan interval, TimeSpan answerTimeout) =>
        now.NanosecondsSince(requestedAt) >= (request is null ? interval : answerTimeout).Ticks * 100;

    /// <summary>When the request on its way was written while nothing has answered it, which makes the first answer a measure of the venue's clock; else null.</summary>
    public Instant? FirstAnswerTo => request is not null && received == 0 && expected is null ? requestedAt : null;

    /// <summary>Writes a request for the account's positions and balances.</summary>
    public FixMessageWriter Request(FixMessageWriter writer, Instant now)
    {
        DateTime utc = VenueTime.ToDateTime(now);
        request = string.Create(CultureInfo.InvariantCulture, $"p{place}-{++requests}");
        requestedAt = now;
        received = 0;
        expected = null;
        asOf = default;
        balances.Clear();
        positions.Clear();
        return writer.Begin(FixMsgType.RequestForPositions)
            .Append(FixTag.PosReqID, request)
            .Append(FixTag.PosReqType, 0)
            .Append(FixTag.Account, Account)
            .Append(FixTag.AccountType, 1)
            .Append(FixTag.ClearingBusinessDate, DateOnly.FromDateTime(utc))
            .Append(FixTag.TransactTime, utc, FixTimestampPrecision.Microseconds);
    }

    /// <summary>The session is down: a statement on its way will not come.</summary>
    public void LoggedOut(string reason)
    {
        request = null;
        requestedAt = default;
        readiness.Account(place, false, reason);
    }

    /// <summary>True for a message that answers this account's request on its way.</summary>
    public bool Answers(FixMessage message) => request is not null && message.GetText(FixTag.PosReqID) == request;

    /// <summary>RequestForPositionsAck (AO): tells how many reports follow.</summary>
    public void Acknowledged(FixMessage message, Instant now)
    {
        if (message.TryGetInt(FixTag.TotalNumPosReports, out int total))
            expected = total;
        CompleteWhenAllCame(VenueTime.Of(message, now));
    }

    /// <summary>PositionReport (AP). Returns what is wrong with it; null when it was taken.</summary>
    public string? Reported(FixMessage message, Instant now)
    {
        if (message.TryGetInt(FixTag.TotalNumPosReports, out int total))
            expected = total;
        received++;
        if (message.TryGetSpan(FixTag.Symbol, out ReadOnlySpan<byte> symbol) && TakePosition(symbols.Find(symbol), message, now) is { } fault)
            return fault;
        if (message.TryGetGroup(FixTag.NoPosAmt, AmountEntry, out FixGroup amounts))
        {
            foreach (FixGroupEntry amount in amounts)
            {
                if (TakeAmount(amount, message) is { } wrong)
                    return wrong;
            }
        }

        CompleteWhenAllCame(VenueTime.Of(message, now));
        return null;
    }

    private string? TakePosition(int found, FixMessage message, Instant now)
    {
        if (found < 0)
            return $"position in {message.GetText(FixTag.Symbol)}, which is not configured";
        Instrument instrument = symbols.Instruments[found];
        if (message.TryGetDecimal(FixTag.SettlPrice, out decimal mark) && mark > 0)
            sink.OnEvent(new MarkPriceReceived(instrument.Id, mark, VenueTime.Of(message, now)));
        if (!message.TryGetGroup(FixTag.NoPositions, PositionEntry, out FixGroup entries))
            return null;
        decimal quantity = 0;
        foreach (FixGroupEntry entry in entries)
        {
            quantity += entry.TryGetDecimal(FixTag.LongQty, out decimal bought) ? bought : 0;
            quantity -= entry.TryGetDecimal(FixTag.ShortQty, out decimal sold) ? sold : 0;
        }

        if (!instrument.TryPosition(quantity, out PositionLots lots))
            return $"position of {quantity} {instrument.Symbol} is no whole number of lots";
        bool hasEntry = message.TryGetDecimal(FixTag.AvgPx, out decimal entryPrice);
        if (!lots.IsFlat && !hasEntry)
            return $"position in {instrument.Symbol} has no entry price (AvgPx 6)";
        positions[instrument.Id.Value] = new PositionSnapshot(instrument.Id, lots, lots.IsFlat ? 0 : entryPrice, null);
        return null;
    }

    private string? TakeAmount(FixGroupEntry amount, FixMessage message)
    {
        string? type = amount.GetText(FixTag.PosAmtType);
        if (type is null || !(type == words.Cash || type == words.Borrowed || type == words.Interest || type == words.Borrowable))
            return null;
        string? currency = amount.GetText(FixTag.Currency) ?? message.GetText(FixTag.Currency);
        if (currency is null || !amount.TryGetDecimal(FixTag.PosAmt, out decimal value))
            return $"an amount {type} has no currency (15) or no value (708)";
        if (value < 0m && type != words.Cash)
            return $"an amount {type} of {value} {currency} is negative";
        AssetBalance known = balances.TryGetValue(currency, out AssetBalance balance) ? balance : new AssetBalance(new Asset(currency), 0m);
        balances[currency] = type == words.Cash ? known with { Quantity = value }
            : type == words.Borrowed ? known with { Borrowed = value }
            : type == words.Interest ? known with { Interest = value }
            : known with { Borrowable = value };
        return null;
    }

    private void CompleteWhenAllCame(Instant at)
    {
        if (at > asOf)
            asOf = at;
        if (expected is not { } total || received < total)
            return;
        request = null;
        sink.OnEvent(new AccountReported(new AccountSnapshot(
            Subaccount,
            asOf,
            [.. balances.Values],
            [.. positions.Values.OrderBy(position => position.Instrument.Value)])));
        readiness.Account(place, true, "ready");
    }
}
