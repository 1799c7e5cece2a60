using System.Collections.Immutable;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway.Rules;

/// <summary>Every application message that a desk may send, with a sample; tests send the samples in this order and see the answers.</summary>
internal static class MessageRules
{
    private const string Terms =
        "TimeInForce(59) 0 Day (usual), 1 GTC, 3 IOC, 4 FOK, 6 GTD with ExpireTime(126) or ExpireDate(432); Price(44) with OrdType 2; MinQty(110); MaxFloor(111) or MaxShow(210); "
        + "ExecInst(18) 1 or G; Account(1), one of the desk's subaccounts; Parties(453: 448, 447, 452), echoed; pre-allocation NoAllocs(78: 79, 80); routing instructions";

    /// <summary>All of them.</summary>
    public static ImmutableArray<MessageRule> Inbound { get; } =
    [
        new(FixMsgType.NewOrderSingle, "NewOrderSingle",
            "A parent order. It is split over venues and subaccounts within every margin limit.",
            "ClOrdID(11), Symbol(55), Side(54) 1 or 2, TransactTime(60), OrderQty(38) in base units, OrdType(40) 1 or 2", Terms,
            "8 New, Trade, Canceled, Expired or Rejected",
            "11=ORDER-1|55=BTC-USD|54=1|60=20270115-08:00:01|38=1|40=2|44=50000|59=0|848=ExcludedVenues=gamma", "8"),
        new(FixMsgType.OrderCancelReplaceRequest, "OrderCancelReplaceRequest",
            "New terms, whole, for a live order. It is pending until no child is open; less than has filled means what has filled. OrigClOrdID is the order's last accepted id: one request waits at a time, the next is rejected (CxlRejReason 3, OrigClOrdID the last accepted).",
            "as NewOrderSingle, and OrigClOrdID(41)", Terms,
            "8 PendingReplace then Replaced, or 9",
            "11=ORDER-2|41=ORDER-1|55=BTC-USD|54=1|60=20270115-08:00:02|38=2|40=2|44=50001|59=1", "8"),
        new(FixMsgType.OrderStatusRequest, "OrderStatusRequest", "Where an order stands.",
            "ClOrdID(11), Symbol(55), Side(54)", string.Empty, "8 with ExecType I", "11=ORDER-2|55=BTC-USD|54=1", "8"),
        new(FixMsgType.OrderMassStatusRequest, "OrderMassStatusRequest", "Where the desk's live orders stand.",
            "MassStatusReqID(584), MassStatusReqType(585) 1 with Symbol(55), or 7", "Side(54)",
            "8 with ExecType I for each, TotNumReports(911) and LastRptRequested(912); one with 911=0 when there is none",
            "584=STATUS-1|585=7", "8"),
        new(FixMsgType.OrderCancelRequest, "OrderCancelRequest",
            "Withdraws an order. Fills may cross it: when they complete the order, the last still says 39=6 and the cancel is then rejected as too late with 39=2. OrigClOrdID may name a replacement that waits: it is rejected and the order cancelled.",
            "ClOrdID(11), OrigClOrdID(41), Symbol(55), Side(54)", string.Empty, "8 PendingCancel then Canceled, or 9",
            "11=CANCEL-1|41=ORDER-2|55=BTC-USD|54=1|60=20270115-08:00:03", "8"),
        new(FixMsgType.NewOrderList, "NewOrderList",
            "Up to 500 independent orders in one message; each is judged and worked on its own.",
            "ListID(66), TotNoOrders(68), NoOrders(73) with ClOrdID(11), Symbol(55), Side(54), OrderQty(38), OrdType(40) each", Terms,
            "8 for each order, then N",
            "66=LIST-1|394=3|68=2|73=2|11=L1-1|67=1|55=BTC-USD|54=1|38=1|40=2|44=50000|11=L1-2|67=2|55=BTC-USD|54=2|38=1|40=2|44=70000", "8"),
        new(FixMsgType.NewOrderMultileg, "NewOrderMultileg",
            "An order of two to eight legs, decided jointly: they share margin, no reachable state of their children breaks a limit, and a leg that cannot be afforded stops the whole. See Orders of several legs.",
            "ClOrdID(11), Symbol(55), the desk's name of it, Side(54) B or 1, C or 2, TransactTime(60), OrderQty(38) in units, OrdType(40) 1 or 2, ShortFillPolicy(5221), "
            + "NoLegs(555) with LegSymbol(600), LegSide(624), LegRefID(654), LegRatioQty(623) or LegQty(687) each",
            "Price(44), net of a unit; TimeInForce(59) as for single orders, with ExpireTime(126); Account(1); Parties(453); MultiLegRptTypeReq(563); MaximumLegging(5222); routing instructions; "
            + "of a leg LegPrice(566), LegInstrumentKinds(5220), LegSecurityID(602), LegSecurityExchange(616)",
            "8 of the whole (442=3): New, Trade, Canceled, Expired or Rejected; 8 of each leg (442=2): Trade, and where it ended short Canceled or Expired",
            "11=PAIR-1|55=CARRY|54=B|60=20270115-08:00:02|38=0.5|40=2|44=50|59=1|5221=2|555=2|600=BTC-USD|616=beta|623=1|624=1|654=spot|600=BTC-USD|616=alpha|623=1|624=2|654=perpetual", "8"),
        new(FixMsgType.MultilegOrderCancelReplace, "MultilegOrderCancelReplace",
            "Refused, whatever it asks: an order of several legs is cancelled and sent anew.", "ClOrdID(11), OrigClOrdID(41), Symbol(55), Side(54)", string.Empty, "9 with CxlRejResponseTo(434) 2",
            "11=PAIR-2|41=PAIR-1|55=CARRY|54=B|60=20270115-08:00:02|38=1|40=2|44=60|555=2|600=BTC-USD|623=1|624=1|654=spot|600=BTC-USD|623=1|624=2|654=perpetual", "9"),
        new(FixMsgType.ListStatusRequest, "ListStatusRequest", "Where the orders of a list stand.", "ListID(66)", string.Empty, "N", "66=LIST-1", "N"),
        new(FixMsgType.ListCancelRequest, "ListCancelRequest", "Cancels the live orders of a list.", "ListID(66)", "TransactTime(60)", "8 for each live order, and N",
            "66=LIST-1|60=20270115-08:00:03", "8"),
        new(FixMsgType.OrderMassCancelRequest, "OrderMassCancelRequest", "Cancels the desk's live orders.",
            "ClOrdID(11), MassCancelRequestType(530) 1 with Symbol(55), or 7", "Side(54), TransactTime(60)", "r, and 8 for each order",
            "11=MASS-1|530=7|60=20270115-08:00:04", "r"),
        new(FixMsgType.QuoteRequest, "QuoteRequest",
            "How an order would be routed now: split, price, cost, the margin of every account before and after, and what was not taken and why. Nothing is sent or reserved.",
            "QuoteReqID(131), NoRelatedSym(146) 1, Symbol(55), Side(54), OrderQty(38)", "OrdType(40), Price(44), routing instructions",
            "S, indicative, or AG with the reason", "131=QUOTE-1|146=1|55=BTC-USD|54=1|38=0.5", "S"),
        new(FixMsgType.CollateralInquiry, "CollateralInquiry", "Equity, initial and maintenance margin, utilisation, liquidation distance and balances of the desk's subaccounts.",
            "CollInquiryID(909)", "Account(1)", "BA for each subaccount, or BG", "909=COLLATERAL-1", "BA"),
        new(FixMsgType.RequestForPositions, "RequestForPositions", "Positions of the desk's subaccounts.",
            "PosReqID(710), PosReqType(724) 0", "Account(1)", "AO, then AP for each position", "710=POSITIONS-1|724=0|1=alpha-1|581=1|715=20270115|60=20270115-08:00:05", "AO"),
        new(FixMsgType.SecurityListRequest, "SecurityListRequest",
            "The products that the desk may trade, each with its lot and the venues' instruments that may fill it as substitutes for each other.",
            "SecurityReqID(320), SecurityListRequestType(559) 0 with Symbol(55), or 4", string.Empty, "y", "320=SECURITIES-1|559=4", "y"),
        new(FixMsgType.MarketDataRequest, "MarketDataRequest",
            "The consolidated book of a product. A subscription is told the newest state every 250 ms; what happens in between is conflated. It ends with the session.",
            "MDReqID(262), SubscriptionRequestType(263) 0, 1 or 2, MarketDepth(264) 0 to 100, NoRelatedSym(146) 1, Symbol(55)",
            "MDUpdateType(265) 1 for changes after a first snapshot", "W, X, or Y", "262=BOOK-1|263=0|264=5|265=0|267=2|269=0|269=1|146=1|55=BTC-USD", "W"),
        new(FixMsgType.AllocationInstruction, "AllocationInstruction",
            "Divides the fills of ended orders of one symbol and side over the desk's own accounts, or replaces or takes back an accepted division. An accepted AllocID(70) sent again is answered as before; with other content it is refused.",
            "AllocID(70), AllocTransType(71) 0, 1 or 2, AllocType(626) 1, 2 or 5; but for 2: AllocNoOrdersType(857) 1, NoOrders(73) of ClOrdID(11), Side(54), Symbol(55), Quantity(53), AvgPx(6) of all fills of these orders rounded to the digits stated and at least two, NoAllocs(78) of AllocAccount(79) and AllocQty(80) that add up to Quantity; for 1 and 2: RefAllocID(72)",
            "OrderID(37) and, for a leg, SecondaryClOrdID(526) in an order's entry, TradeDate(75)", "P with AllocStatus(87) 0, 1 or 2 and AllocRejCode(88), then AS where accepted",
            "70=ALLOCATION-1|71=0|626=1|857=1|73=1|11=ORDER-1|54=1|55=BTC-USD|53=0.5|6=60010|75=20270115|78=2|79=FUND-A|80=0.3|79=FUND-B|80=0.2", "P"),
        new(FixMsgType.TradeCaptureReportRequest, "TradeCaptureReportRequest",
            "Trades of the desk's orders since the journal began, oldest first, also after a restart; at most 500 at once. Where AQ has TradesAfter(5405) there may be more: the same request with that value in 5405 gets the next.",
            "TradeRequestID(568), TradeRequestType(569) 0 or 1", "NoDates(580): one TradeDate(75) for its UTC day or one TransactTime(60) for all since, two for a range; ClOrdID(11) that the order has or had, OrderID(37), ExecID(17), Symbol(55), Side(54), Parties(453) of role 24 for subaccounts, TradesAfter(5405)",
            "AQ with TotNumTradeReports(748) of this answer, then AE for each, the last with LastRptRequested(912) Y", "568=TRADES-1|569=1|263=0|453=1|448=alpha-1|447=D|452=24|580=1|75=20270115|60=20270115-08:00:00", "AQ"),
        new(FixMsgType.TradingSessionStatusRequest, "TradingSessionStatusRequest", "Whether orders are taken, and when the day ends.",
            "TradSesReqID(335), SubscriptionRequestType(263) 0", string.Empty, "h", "335=SESSION-1|263=0", "h"),
    ];

    /// <summary>A body that a test sends in a version: what FIX 4.4 has, with what the version asks for beside it.</summary>
    public static string SampleOf(MessageRule rule, DeskVersion version) => VersionSamples.Find(rule.Type, version) ?? rule.Sample;

    /// <summary>The rule of a message type; null for one that is not taken.</summary>
    public static MessageRule? Find(int type) => Inbound.FirstOrDefault(rule => rule.Type == type);
}
