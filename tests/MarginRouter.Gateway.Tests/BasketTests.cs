using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>NewOrderMultileg over a real session: what the engine gets, and with a real engine what the desk is told of legs and whole.</summary>
public sealed class BasketTests
{
    private const string Time = "60=20270115-08:00:01";
    private const string Legs = "555=2|600=BTC-USD|623=1|624=1|654=spot|5220=spot|600=BTC-USD|623=1|624=2|654=perp|5220=linearPerpetual";
    private const string Head = "11=B1|55=CARRY|54=B|60=20270115-08:00:01|5221=1";

    [Fact]
    public void Read_EveryField_BecomesTheEvent()
    {
        BasketRequest request = Sent(
            $"11=B1|453=1|448=TRADER7|447=D|452=11|1=alpha-1|55=CARRY|54=B|{Time}|40=2|44=-12.5|38=0.5|59=6|126=20270116-12:00:00|5221=2|5222=0.1|563=2|5201=3|97=Y"
            + "|555=2|600=BTC-USD|602=BTC/USD|603=8|616=beta|623=1|624=1|654=spot|600=BTC-USD|623=2|624=2|687=1|654=perp|566=59000|5220=linearPerpetual linearFuture").Request;
        Assert.Equal(("ALPHA", "B1", "CARRY", 0.5m, -12.5m, 0.1m), (request.Desk, request.ClientOrderId, request.Symbol, request.Quantity, request.NetLimit, request.MaximumLegging));
        Assert.Equal((ShortFillPolicy.Unwind, TimeInForce.GoodTillDate, BasketReporting.Legs, BasketSide.AsDefined), (request.ShortFill, request.TimeInForce, request.Reporting, request.Side));
        Assert.Equal(("alpha-1", 3, OrderType.Limit), (request.Account, request.Instructions!.MaximumChildren, request.OrderType));
        Assert.Equal(new OrderParty("TRADER7", "D", 11), Assert.Single(request.Parties));
        Assert.Equal(new DateTime(2027, 1, 16, 12, 0, 0, DateTimeKind.Utc), DateTime.UnixEpoch.AddTicks(request.ExpireAt!.Value.Nanoseconds / 100));
        Assert.Equal([("spot", "BTC-USD", Side.Buy, 1m, null), ("perp", "BTC-USD", Side.Sell, 2m, 59_000m)], request.Legs.Select(leg => (leg.Reference, leg.Symbol, leg.Side, leg.Ratio, leg.LimitPrice)));
        Assert.Equal(("BTC/USD", "beta"), (request.Legs[0].Security, request.Legs[0].Venue));
        Assert.True(request.Legs[1].Kinds.SequenceEqual([InstrumentKind.LinearPerpetual, InstrumentKind.LinearFuture]));
    }

    [Fact]
    public void Read_Opposite_TurnsTheLegsAndThePriceRound()
    {
        BasketRequest request = Sent($"11=B1|55=CARRY|54=C|{Time}|40=2|44=30|38=0.5|5221=3|555=2|600=BTC-USD|624=1|687=0.5|654=a|600=BTC-USD|624=2|687=0.25|654=b").Request;
        Assert.Equal((-30m, 30m, BasketSide.Opposite, TimeInForce.Day), (request.NetLimit, request.Price, request.Side, request.TimeInForce));
        Assert.Equal([(Side.Sell, 1m), (Side.Buy, 0.5m)], request.Legs.Select(leg => (leg.Side, leg.Ratio)));
    }

    [Theory]
    [InlineData("40=1|38=1|555=2|600=BTC-USD|623=1|624=1|654=a", "371=555|372=AB|373=16")]
    [InlineData("40=1|38=1|555=1|600=BTC-USD|623=1|624=1", "371=654|372=AB|373=1")]
    [InlineData("40=1|38=1|555=1|600=BTC-USD|624=1|654=a", "371=623|372=AB|373=1")]
    [InlineData("40=1|38=1|555=1|600=BTC-USD|623=x|624=1|654=a", "371=623|372=AB|373=6")]
    [InlineData("40=1|38=1|555=1|600=BTC-USD|623=1|624=8|654=a", "58=LegSide must be 1 or 2|371=624|372=AB|373=5")]
    [InlineData("40=1|38=1", "371=555|372=AB|373=1")]
    [InlineData("40=1|555=1|600=BTC-USD|623=1|624=1|654=a", "371=38|372=AB|373=1")]
    [InlineData("40=1|38=1|563=7|555=1|600=BTC-USD|623=1|624=1|654=a", "58=MultiLegRptTypeReq must be 0, 1 or 2|371=563|372=AB|373=5")]
    public void Read_Malformed_IsRejectedWithTheTag(string fields, string answer)
    {
        using TestRouter router = new();
        using MemoryFixMessageStore store = new();
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        desk.Send(FixMsgType.NewOrderMultileg, $"{Head}|{fields}");
        Assert.EndsWith($"|{answer}", desk.Next(), StringComparison.Ordinal);
        Assert.Equal(0, router.Inbox.Waiting);
    }

    [Theory]
    [InlineData("40=3|38=1", "UnsupportedOrderType: OrdType 3")]
    [InlineData("40=2|38=1", "InvalidPrice: neither Price nor a LegPrice")]
    [InlineData("40=1|44=5|38=1", "InvalidPrice: a price on a market order")]
    [InlineData("40=1|38=1|59=2", "UnsupportedTimeInForce: TimeInForce 2")]
    [InlineData("40=1|38=1|110=1", "UnsupportedField: MinQty(110) on NewOrderMultileg")]
    [InlineData("40=1|38=1|66=L1", "UnsupportedField: ListID(66) on NewOrderMultileg")]
    [InlineData("40=1|38=1|99=5", "UnsupportedField: StopPx(99)")]
    [InlineData("40=1|38=1|18=G", "UnsupportedField: ExecInst(18) G on NewOrderMultileg: TimeInForce 4 asks for the whole at once")]
    [InlineData("40=1|38=1|5208=nowhere", "InvalidInstruction: venue nowhere")]
    [InlineData("40=1|38=1|5222=0.00001", "InvalidInstruction: legging exposure below one block, in units required 0.00001 available 0.001")]
    [InlineData("40=1|38=0.00001", "InvalidQuantity: OrderQty holds no whole number of lots of every leg required 0.00001")]
    [InlineData("40=1|38=79228162514264337593543950335", "InvalidQuantity: OrderQty holds no whole number of lots of every leg required 79228162514264337593543950335")]
    [InlineData("40=1|38=1000", "MaximumOrderNotional: desk DESK required 120050000 limit 5000000")]
    [InlineData("40=1|38=9|59=4", "MinimumFill: FillOrKill, in units required 9 available 1")]
    [InlineData("40=1|38=1|59=6", "InvalidExpiry: no ExpireTime")]
    [InlineData("40=1|38=1|1=gamma-9", "PermissionDenied: Account gamma-9 for desk DESK")]
    public void Order_ThatCannotBe_IsRejectedWithItsRuleAndFigures(string fields, string text)
    {
        using World world = new();
        world.Desk.Send(FixMsgType.NewOrderMultileg, $"{Head}|{fields}|{Legs}");
        string answer = world.Desk.Next();
        Holds("|150=8|39=8|55=CARRY|54=B|", answer);
        Holds($"|58={text}", answer);
        Holds("|442=3|555=2|600=BTC-USD|623=1|624=1|654=spot|600=BTC-USD|623=1|624=2|654=perp|103=", answer);
    }

    [Theory]
    [InlineData("5221=1", "600=BTC-USD|623=1|624=1|654=a|564=O", "UnsupportedField: LegPositionEffect(564) of leg a")]
    [InlineData("5221=1", "600=BTC-USD|623=1|624=1|654=a|539=1|524=X|525=D|538=1", "UnsupportedField: NoNestedPartyIDs(539) of leg a")]
    [InlineData("5221=1", "600=BTC-USD|623=1|624=1|687=2|654=a", "InvalidQuantity: LegQty of leg a is not its LegRatioQty times OrderQty required 2")]
    [InlineData("5221=1", "600=BTC-USD|623=1|624=1|654=a|5220=house", "InvalidInstruction: LegInstrumentKinds(5220) of leg a: house")]
    [InlineData("5221=1", "600=NOTHING|623=1|624=1|654=a", "UnknownProduct: NOTHING of leg a")]
    [InlineData("5221=1", "600=BTC-USD|602=ETHUSDT|623=1|624=1|654=a", "InvalidInstruction: no instrument of BTC-USD is what leg a asks for")]
    [InlineData("5221=1", "600=BTC-USD|623=1|624=1|654=perp", "InvalidInstruction: leg name 'perp' is empty or used twice")]
    [InlineData("5221=1", "600=BTC-USD|623=1|624=1|654=a", "InvalidInstruction: BTCUSDT would serve leg perp and another one")]
    [InlineData("5221=1", "600=BTC-USD|623=99999999999|624=1|654=a", "InvalidQuantity: ratio of leg a required 99999999999 limit 1000000000")]
    [InlineData("5221=4", "600=BTC-USD|623=1|624=1|654=a", "InvalidInstruction: ShortFillPolicy(5221) must say what legs that fill unevenly lead to: 1, 2 or 3")]
    public void Leg_ThatCannotBe_IsRejectedByName(string policy, string leg, string text)
    {
        using World world = new();
        world.Desk.Send(
            FixMsgType.NewOrderMultileg,
            $"11=B1|55=CARRY|54=B|{Time}|40=1|38=1|{policy}|555=2|{leg}|600=BTC-USD|623=1|624=2|654=perp|5220=linearPerpetual");
        string answer = world.Desk.Next();
        Holds("|150=8|39=8|", answer);
        Holds($"|58={text}", answer);
    }

    [Fact]
    public void Order_WorkedToItsShortEnd_IsReportedLegByLegAndAsAWhole()
    {
        using World world = new();
        world.Desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|453=1|448=TRADER7|447=D|452=11|55=CARRY|54=B|{Time}|40=1|38=0.5|59=3|5221=3|{Legs}");
        Holds("35=8|37=k3f-1|17=k3f-1|11=B1|453=1|448=TRADER7|447=D|452=11|150=0|39=0|55=CARRY|54=B|38=0.5|40=1|59=3|151=0.500|14=0.000|6=0|442=3|555=2|600=BTC-USD|623=1|624=1|654=spot|600=BTC-USD|623=1|624=2|654=perp|60=", world.Desk.Next());
        world.Fill(0, 0.5m, 60_110m);
        Holds("35=8|37=k3f-1|17=k3f-2|11=B1|453=1|448=TRADER7|447=D|452=11|150=F|39=2|55=BTC-USD|54=1|38=0.5000|5107=BTC|40=1|59=3|32=0.5000|31=60110|30=beta|851=2|1=beta-1|5100=60110|12=1|13=3|479=USD"
            + "|151=0.0000|14=0.5000|6=60110|442=2|555=1|600=BTC-USD|623=1|624=1|687=0.5000|654=spot|637=60110|60=", world.Desk.Next());
        world.Fill(1, 0.2m, 59_990m);
        Holds("|39=1|55=BTC-USD|54=2|38=0.5000|5107=BTC|40=1|59=3|32=0.2000|31=59990.0000|30=alpha|", world.Desk.Next());
        Holds("|150=F|39=1|55=CARRY|54=B|38=0.5|40=1|59=3|32=0.200|31=120.0000|151=0.300|14=0.200|6=120.0000|442=3|555=2|", world.Desk.Next());
        world.End(1);
        string leg = world.Desk.Next();
        Holds("|150=4|39=4|55=BTC-USD|54=2|38=0.5000|5107=BTC|40=1|59=3|151=0|14=0.2000|6=59990.0000|442=2|555=1|600=BTC-USD|623=1|624=2|687=0.5000|654=perp|60=", leg);
        string end = world.Desk.Next();
        Holds("|150=4|39=4|55=CARRY|54=B|38=0.5|40=1|59=3|151=0|14=0.200|6=120.0000|442=3|555=2|", end);
        Holds("|58=LegsUneven: leg spot required 0.5 available 0.2|5101=86|5102=leg spot|5103=0.5000|5104=0.2000|", end);
    }

    [Fact]
    public void Order_StatusReplaceAndCancel_AreAnsweredForTheWholeAndItsLegs()
    {
        using World world = new();
        world.Desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|55=CARRY|54=C|{Time}|40=2|44=130|38=0.5|59=1|5221=2|{Legs}");
        Holds("|150=0|39=0|55=CARRY|54=C|38=0.5|40=2|44=130|59=1|151=0.500|14=0.000|", world.Desk.Next());

        world.Desk.Send(FixMsgType.OrderStatusRequest, "11=B1|55=CARRY|54=C");
        Holds("|150=I|39=0|55=CARRY|54=C|38=0.5|40=2|44=130|59=1|151=0.500|14=0.000|6=0|442=3|555=2|", world.Desk.Next());
        Holds("|150=I|39=0|55=BTC-USD|54=2|38=0.5000|5107=BTC|40=2|59=1|151=0.5000|14=0", world.Desk.Next());
        Holds("|442=2|555=1|600=BTC-USD|623=1|624=2|687=0.5000|654=perp|", world.Desk.Next());

        world.Desk.Send(FixMsgType.MultilegOrderCancelReplace, $"11=B2|41=B1|55=CARRY|54=C|{Time}|40=2|44=140|38=0.5|{Legs}");
        Holds("35=9|37=k3f-1|11=B2|41=B1|39=0|434=2|102=99|58=InvalidReplacement: B1 has several legs: it is cancelled and sent anew, not replaced|5101=14|", world.Desk.Next());
        world.Desk.Send(FixMsgType.OrderCancelReplaceRequest, $"11=B2|41=B1|55=CARRY|54=1|{Time}|40=2|44=140|38=0.5");
        Holds("|434=2|102=99|58=InvalidReplacement: B1 has several legs", world.Desk.Next());
        world.Desk.Send(FixMsgType.MultilegOrderCancelReplace, $"11=B2|41=B9|55=CARRY|54=C|{Time}|40=2|44=140|38=0.5|{Legs}");
        Holds("|434=2|102=1|58=UnknownOrder: B9|", world.Desk.Next());

        world.Desk.Send(FixMsgType.OrderCancelRequest, $"11=C1|41=B1|55=CARRY|54=C|{Time}|38=0.5");
        Holds("|11=C1|41=B1|150=6|39=6|55=CARRY|54=C|", world.Desk.Next());
        Holds("|11=C1|41=B1|150=4|39=4|55=BTC-USD|54=2|38=0.5000|", world.Desk.Next());
        Holds("|11=C1|41=B1|150=4|39=4|55=BTC-USD|54=1|38=0.5000|", world.Desk.Next());
        Holds("|11=C1|41=B1|150=4|39=4|55=CARRY|54=C|38=0.5|40=2|44=130|59=1|151=0|14=0.000|6=0|442=3|", world.Desk.Next());
        world.Desk.Send(FixMsgType.OrderCancelRequest, $"11=C2|41=B1|55=CARRY|54=C|{Time}|38=0.5");
        Holds("35=9|37=k3f-1|11=C2|41=B1|39=4|434=1|102=0|58=TooLateToCancel: B1|", world.Desk.Next());
    }

    [Fact]
    public void MassCancelAndMassStatus_IncludeTheOrder()
    {
        using World world = new();
        world.Desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|55=CARRY|54=B|{Time}|40=2|44=50|38=0.5|5221=2|{Legs}");
        world.Desk.Next();
        world.Desk.Send(FixMsgType.OrderMassStatusRequest, "584=S1|585=1|55=BTC-USD");
        Holds("|11=B1|584=S1|911=1|912=Y|150=I|39=0|55=CARRY|54=B|", world.Desk.Next());
        world.Desk.Send(FixMsgType.OrderMassCancelRequest, $"11=M1|530=1|55=CARRY|{Time}");
        Holds("35=r|11=M1|37=k3f-3|530=1|531=1|533=1|534=1|41=B1|535=k3f-1|55=CARRY|", world.Desk.Next());
        Holds("|11=B1|150=6|39=6|", world.Desk.Next());
    }

    [Fact]
    public void PossibleResend_OfAKnownOrder_IsAnsweredByItsState()
    {
        using World world = new();
        world.Desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|55=CARRY|54=B|{Time}|40=2|44=50|38=0.5|5221=2|563=0|{Legs}");
        world.Desk.Next();
        world.Desk.Send(FixMsgType.NewOrderMultileg, $"97=Y|11=B1|55=CARRY|54=B|{Time}|40=2|44=50|38=0.5|5221=2|563=0|{Legs}");
        Holds("|11=B1|150=I|39=0|55=CARRY|54=B|", world.Desk.Next());
        world.Desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|55=CARRY|54=B|{Time}|40=2|44=50|38=0.5|5221=2|563=0|{Legs}");
        Holds("|150=8|39=8|55=CARRY|54=B|", world.Desk.Next());
    }

    /// <summary>The whole message stands in the failure, which a comparison of strings would cut.</summary>
    private static void Holds(string part, string message) => Assert.True(message.Contains(part, StringComparison.Ordinal), $"{part}{Environment.NewLine}is not in{Environment.NewLine}{message}");

    private static BasketReceived Sent(string fields)
    {
        using TestRouter router = new();
        using MemoryFixMessageStore store = new();
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        desk.Send(FixMsgType.NewOrderMultileg, fields);
        BasketReceived received = Assert.IsType<BasketReceived>(router.Inbox.Next().Inbound);
        Assert.Null(received.Unsupported);
        return received;
    }

    /// <summary>A desk, a gateway and an engine with an open market.</summary>
    private sealed class World : IDisposable
    {
        private readonly TestSession session = new();
        private readonly EngineDesk engine;
        private readonly TestRouter router;
        private readonly MemoryFixMessageStore store = new();

        public World()
        {
            engine = new EngineDesk(session);
            router = new TestRouter(engine);
            OpenMarket.Open(engine, session.Now);
            Desk = new TestDesk(store).LogOn(router.EndPoint);
        }

        public TestDesk Desk { get; }

        public void Fill(int leg, decimal quantity, decimal price)
        {
            ChildOrder child = Child(leg);
            Instrument instrument = TestFirm.Reference[child.Terms.Instrument];
            engine.Apply(new ChildFilled(new Fill(
                child.Terms.Id, $"t{leg}", MarketEvents.Lots(instrument.Id, quantity), price, 1m, instrument.Settlement, session.Now)));
        }

        public void End(int leg) => engine.Apply(new ChildEnded(Child(leg).Terms.Id, Child(leg).Filled, "EXPIRED"));

        public void Dispose()
        {
            Desk.Dispose();
            router.Dispose();
            store.Dispose();
        }

        private ChildOrder Child(int leg) => session.Engine.Baskets[0].Legs[leg].Orders[0].Children[0];
    }
}
