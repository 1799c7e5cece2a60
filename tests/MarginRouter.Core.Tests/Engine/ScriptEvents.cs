using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>
/// The events of a written table.
/// <code>
/// open [no SYMBOL-book|no mark|no leverage|no ACCOUNT|no VENUE ...]    venues up, books, marks and statements, less what is named
/// up VENUE, down VENUE, wait MS (what expires meanwhile does), kill, release, restart
/// book SYMBOL [STATE] BIDxQTY ... / ASKxQTY ...     mark SYMBOL PRICE
/// state ACCOUNT ASSET=QTY ... SYMBOL=QTY@ENTRY*LEVERAGE ...
/// buy|sell ID QTY [limit PRICE] [day|gtc|fok|till MS] [least QTY] [account NAME] [list ID] [desk NAME] [symbol SYMBOL] [possdup|possresend]
/// change ID to buy|sell NEW-ID QTY ... (as above)    stop-all ID [symbol SYMBOL]    ask-all ID    stop-list ID, ask-list ID
/// basket ID UNITS NAME:buy|sell:RATIO:KIND ... complete|unwind|halt [net PRICE] [legging UNITS] [day|gtc|fok|till MS] [opposite] [told whole|legs]
///     [account NAME] [possdup|possresend]
/// swap ID to NEW-ID: asks to replace a basket
/// stop ID with CANCEL-ID [desk NAME] [possdup]     ask ID [desk NAME]
/// quote REQUEST ID MAKER PRICE QTY LEAST MS    withdraw REQUEST ID    noquote REQUEST MAKER|all
/// accepted CHILD, filled CHILD TRADE QTY PRICE [FEE [ago MS]], ended CHILD CUM, refused CHILD CODE, dropped CHILD, lost CHILD
/// answer CHILD STATE CUM [AVERAGE [FEE]]
/// </code>
/// </summary>
internal static class ScriptEvents
{
    public static IEnumerable<InboundEvent> Parse(string words, TestSession session)
    {
        string[] parts = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts[0] switch
        {
            "open" => Open(parts[1..], session),
            "up" => [new VenueConnectionChanged(Venue(parts[1]), Connected: true, "test")],
            "down" => [new VenueConnectionChanged(Venue(parts[1]), Connected: false, "test")],
            "wait" => Wait(session, Whole(parts[1])),
            "kill" => [new KillSwitchChanged(Engaged: true, "operator", "test")],
            "release" => [new KillSwitchChanged(Engaged: false, "operator", "test")],
            "restart" => [new RecoveryCompleted()],
            "book" => [Book(parts[1..], session.Now)],
            "mark" => [new MarkPriceReceived(Instrument(parts[1]), Number(parts[2]), session.Now)],
            "state" => [State(parts[1..], session.Now)],
            "buy" or "sell" => [Parent(parts, session)],
            "change" => [new ParentReplaceRequested(Parent(parts[3..], session).Request, parts[1], parts.Contains("possdup"))],
            "stop-all" => [new ParentsCancelRequested(TestFirm.Desk, parts[1], Word(parts, "symbol") is null ? ParentScope.All : ParentScope.Symbol, Word(parts, "symbol"), null)],
            "ask-all" => [new ParentsStatusRequested(TestFirm.Desk, parts[1], ParentScope.All, null, null)],
            "stop-list" => [new ListCancelRequested(TestFirm.Desk, parts[1])],
            "ask-list" => [new ListStatusRequested(TestFirm.Desk, parts[1], Acknowledges: false)],
            "basket" => [Basket(parts, session)],
            "swap" => [new ParentReplaceRequested(new ParentRequest(TestFirm.Desk, parts[3], "BASKET", Side.Buy, 1m, OrderType.Market, null, TimeInForce.Day), parts[1])],
            "stop" => [new ParentCancelRequested(Word(parts, "desk") ?? TestFirm.Desk, parts[3], parts[1], parts.Contains("possdup"))],
            "quote" or "withdraw" or "noquote" => [Quote(parts, session)],
            "ask" => [new ParentStatusRequested(Word(parts, "desk") ?? TestFirm.Desk, parts[1], "BTC-USD", Side.Buy)],
            _ => [Child(parts, session)],
        };
    }

    private static IEnumerable<InboundEvent> Open(string[] parts, TestSession session)
    {
        HashSet<string> without = [.. parts.Skip(1)];
        foreach (Venue venue in TestFirm.Reference.Venues)
        {
            if (!without.Contains(venue.Name))
                yield return new VenueConnectionChanged(venue.Id, Connected: true, "test");
        }

        string[] books =
        [
            "BTCUSDT 59990x1 59980x2 / 60010x1 60020x2 60030x5",
            "BTC/USD 59990x1 59970x2 / 60110x1 60120x2",
            "BTC-USD 59980x1 59960x2 / 60210x1 60220x2",
            "USDT/USD 0.9999x100000 / 1.0001x100000",
            "NEWUSDT 59990x1 / 60010x1",
        ];
        foreach (string book in books)
        {
            if (!without.Contains(book.Split(' ')[0]))
                yield return Book(book.Split(' '), session.Now);
        }

        foreach (string symbol in without.Contains("mark") ? [] : new[] { "BTCUSDT", "NEWUSDT" })
            yield return new MarkPriceReceived(Instrument(symbol), 60_000m, session.Now);
        string leverage = without.Contains("leverage") ? "0" : "10";
        string[] accounts =
        [
            $"alpha-1 USDT=1000000 BTCUSDT=0@0*{leverage} NEWUSDT=0@0*10",
            "beta-1 USD=1000000 BTC/USD=0@0*5",
            "gamma-1 USD=500000 BTC=2",
        ];
        foreach (string account in accounts)
        {
            if (!without.Contains(account.Split(' ')[0]))
                yield return State(account.Split(' '), session.Now);
        }
    }

    private static IEnumerable<InboundEvent> Wait(TestSession session, long milliseconds)
    {
        session.Pass(milliseconds);
        if (session.Engine.NextExpiry <= session.Now || session.Engine.NextQuoteWindow <= session.Now)
            yield return new ExpiryReached();
        yield return new TimeAdvanced();
    }

    private static BookChanged Book(string[] parts, Instant now)
    {
        InstrumentId id = Instrument(parts[0]);
        if (parts.Length == 2)
            return MarketEvents.Book(id, now, [], [], Enum.Parse<BookState>(parts[1]));
        int middle = Array.IndexOf(parts, "/");
        return MarketEvents.Book(id, now, parts[1..middle].Select(Level), parts[(middle + 1)..].Select(Level));
    }

    private static (decimal Price, decimal Quantity) Level(string text)
    {
        string[] parts = text.Split('x');
        return (Number(parts[0]), Number(parts[1]));
    }

    private static AccountReported State(string[] parts, Instant now)
    {
        List<AssetBalance> balances = [];
        List<PositionSnapshot> positions = [];
        foreach (string part in parts[1..])
        {
            string[] sides = part.Split('=');
            if (!sides[1].Contains('@', StringComparison.Ordinal))
            {
                balances.Add(new AssetBalance(new Asset(sides[0]), Number(sides[1])));
                continue;
            }

            decimal[] figures = [.. sides[1].Split('@', '*').Select(Number)];
            positions.Add(MarketEvents.Position(Instrument(sides[0]), figures[0], figures[1], figures[2] == 0m ? null : figures[2]));
        }

        SubaccountId account = TestFirm.Firm.Subaccounts.Single(subaccount => subaccount.Name == parts[0]).Id;
        return new AccountReported(new AccountSnapshot(account, now, [.. balances], [.. positions]));
    }

    private static ParentReceived Parent(string[] parts, TestSession session)
    {
        string? limit = Word(parts, "limit");
        ParentRequest request = new(
            Word(parts, "desk") ?? TestFirm.Desk,
            parts[1],
            Word(parts, "symbol") ?? "BTC-USD",
            parts[0] == "buy" ? Side.Buy : Side.Sell,
            Number(parts[2]),
            limit is null ? OrderType.Market : OrderType.Limit,
            limit is null ? null : Number(limit),
            Life(parts))
        {
            ExpireAt = Word(parts, "till") is string till ? session.Now.PlusMilliseconds(Whole(till)) : null,
            MinimumQuantity = Word(parts, "least") is string least ? Number(least) : null,
            Account = Word(parts, "account"),
            ListId = Word(parts, "list"),
        };
        return new ParentReceived(request, parts.Contains("possdup")) { PossibleResend = parts.Contains("possresend") };
    }

    private static TimeInForce Life(string[] parts) =>
        parts.Contains("day") ? TimeInForce.Day
        : parts.Contains("gtc") ? TimeInForce.GoodTillCancel
        : parts.Contains("fok") ? TimeInForce.FillOrKill
        : parts.Contains("till") ? TimeInForce.GoodTillDate
        : TimeInForce.ImmediateOrCancel;

    private static BasketReceived Basket(string[] parts, TestSession session)
    {
        string? net = Word(parts, "net");
        string? legging = Word(parts, "legging");
        ImmutableArray<BasketLegRequest> legs = [.. parts.Where(part => part.Contains(':', StringComparison.Ordinal)).Select(Leg)];
        BasketRequest request = new(
            TestFirm.Desk,
            parts[1],
            "BASKET",
            Number(parts[2]),
            legs,
            parts.Contains("unwind") ? ShortFillPolicy.Unwind : parts.Contains("halt") ? ShortFillPolicy.Stop : ShortFillPolicy.Complete,
            Life(parts))
        {
            ExpireAt = Word(parts, "till") is string till ? session.Now.PlusMilliseconds(Whole(till)) : null,
            Account = Word(parts, "account"),
            Side = parts.Contains("opposite") ? BasketSide.Opposite : BasketSide.AsDefined,
            Reporting = Word(parts, "told") switch
            {
                "whole" => BasketReporting.Whole,
                "legs" => BasketReporting.Legs,
                _ => BasketReporting.Both,
            },
            NetLimit = net is null ? null : Number(net),
            MaximumLegging = legging is null ? null : Number(legging),
        };
        return new BasketReceived(request, parts.Contains("possdup")) { PossibleResend = parts.Contains("possresend") };
    }

    private static BasketLegRequest Leg(string text)
    {
        string[] parts = text.Split(':');
        return new BasketLegRequest(parts[0], "BTC-USD", parts[1] == "buy" ? Side.Buy : Side.Sell, Number(parts[2]))
        {
            Kinds = [Enum.Parse<InstrumentKind>(parts[3])],
        };
    }

    private static InboundEvent Quote(string[] parts, TestSession session)
    {
        int[] numbers = [.. parts[1].Split('.').Select(part => (int)Whole(part))];
        QuoteRequestId id = new(new ParentOrderId(numbers[0]), numbers[1], numbers[2]);
        if (parts[0] == "withdraw")
            return new QuoteEnded(id, parts[2], QuoteEnding.Withdrawn, "moved");
        if (parts[0] == "noquote")
            return new QuoteRequestEnded(id, parts[2] == "all" ? null : parts[2], QuoteRequestEnding.Refused, "no");
        InstrumentId instrument = parts[3][0] == 'm' ? TestFirm.Perpetual : TestFirm.Spot;
        Assert.True(TestFirm.Reference[instrument].TryPrice(Number(parts[4]), out PriceTicks price));
        return new QuoteReceived(new FirmQuote
        {
            Request = id,
            QuoteId = parts[2],
            Maker = parts[3],
            Instrument = instrument,
            Side = session.Engine.Parents[numbers[0] - 1].Request.Side,
            Price = price,
            Quantity = MarketEvents.Lots(instrument, Number(parts[5])),
            MinimumQuantity = MarketEvents.Lots(instrument, Number(parts[6])),
            ValidUntil = session.Now.PlusMilliseconds(Whole(parts[7])),
        });
    }

    private static InboundEvent Child(string[] parts, TestSession session)
    {
        int[] numbers = [.. parts[1].Split('.').Select(part => (int)Whole(part))];
        ChildOrderId id = new(new ParentOrderId(numbers[0]), numbers[1], numbers[2]);
        switch (parts[0])
        {
            case "accepted":
                return new ChildAccepted(id, $"v{parts[1]}");
            case "filled":
                return new ChildFilled(Fill(parts, id, session));
            case "ended":
                return new ChildEnded(id, MarketEvents.Lots(InstrumentOf(id, session), Number(parts[2])), "EXPIRED");
            case "refused":
                return new ChildRefused(id, parts[2], "no");
            case "dropped":
                return new ChildDropped(id, "late");
            case "lost":
                return new ChildLost(id, "silence");
            case "answer":
                return new ChildStatusReported(
                    id,
                    Enum.Parse<VenueOrderState>(parts[2]),
                    MarketEvents.Lots(InstrumentOf(id, session), Number(parts[3])),
                    parts.Length > 4 ? Number(parts[4]) : null,
                    parts.Length > 5 ? Number(parts[5]) : null,
                    session.Now);
            default:
                throw new ArgumentException($"no event '{string.Join(' ', parts)}'");
        }
    }

    private static Fill Fill(string[] parts, ChildOrderId id, TestSession session)
    {
        InstrumentId instrument = InstrumentOf(id, session);
        decimal fee = parts.Length > 5 ? Number(parts[5]) : 0m;
        Instant at = session.Now.PlusMilliseconds(-Whole(Word(parts, "ago") ?? "0"));
        return new Fill(
            id, parts[2], MarketEvents.Lots(instrument, Number(parts[3])), Number(parts[4]), fee, TestFirm.Reference[instrument].Settlement, at);
    }

    /// <summary>The instrument of a child; that of alpha for a child that does not exist.</summary>
    private static InstrumentId InstrumentOf(ChildOrderId id, TestSession session) =>
        session.Engine.Parents.ElementAtOrDefault((int)id.Parent.Value - 1)?.Children.FirstOrDefault(child => child.Terms.Id == id)?.Terms.Instrument
        ?? TestFirm.Perpetual;

    private static VenueId Venue(string name) => TestFirm.Reference.Venues.Single(venue => venue.Name == name).Id;

    private static InstrumentId Instrument(string symbol) => TestFirm.Reference.Instruments.Single(instrument => instrument.Symbol == symbol).Id;

    private static string? Word(string[] parts, string name) =>
        Array.IndexOf(parts, name) is >= 0 and int place ? parts[place + 1] : null;

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
