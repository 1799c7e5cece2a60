using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>
/// Chains of replacements and cancels that fills cross, over a socket: which ClOrdID(11) and OrigClOrdID(41) each report names, and the quantities of
/// FIX 4.4's order state matrices B, C and D.
/// </summary>
public sealed class ReplaceChainTests : IDisposable
{
    private const string Time = "60=20270115-08:00:01";
    private readonly TestSession session = new();
    private readonly EngineDesk engine;
    private readonly TestRouter router;
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;
    private int trades;

    public ReplaceChainTests()
    {
        engine = new EngineDesk(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
    }

    [Fact]
    public void Chain_OfThreeWithoutWaiting_EveryReportNamesItsLink()
    {
        Order("A1", "38=1|40=2|44=50000");
        Replace("A2", "A1", "38=2|40=2|44=50001");
        Replace("A3", "A2", "38=0.5|40=2|44=50002");
        Replace("A4", "A3", "38=3|40=2|44=50003");

        Expect("8 A1 - 150=0 39=0 38=1 14=0 151=1");
        Expect("8 A2 A1 150=E 39=E 38=1 14=0 151=1");
        Expect("8 A2 A1 150=5 39=0 38=2 14=0 151=2");
        Expect("8 A3 A2 150=E 39=E 38=2 14=0 151=2");
        Expect("8 A3 A2 150=5 39=0 38=0.5 14=0 151=0.5");
        Expect("8 A4 A3 150=E 39=E 38=0.5 14=0 151=0.5");
        Expect("8 A4 A3 150=5 39=0 38=3 14=0 151=3");
        Cancel("C1", "A4");
        Expect("8 C1 A4 150=6 39=6 38=3 14=0 151=3");
        Expect("8 C1 A4 150=4 39=4 38=3 14=0 151=0");
    }

    [Fact]
    public void Chain_WithFillsARefusalAndRequestsWhilePending_KeepsItsLinksAndQuantities()
    {
        Order("A1", "38=4|40=1");
        Expect("8 A1 - 150=0 39=0 38=4 14=0 151=4");
        Replace("A2", "A1", "38=6|40=1");
        Replace("A3", "A2", "38=7|40=1");
        Replace("A3", "A1", "38=7|40=1");
        Expect("8 A2 A1 150=E 39=E 38=4 14=0 151=4");
        Expect("9 A3 A1 39=E 434=2 102=3");
        Expect("9 A3 A1 39=E 434=2 102=3");
        Status("A2");
        Expect("8 A1 - 150=I 39=E 38=4 14=0 151=4");
        Fill(1m);
        Expect("8 A1 - 150=F 39=E 38=4 14=1 151=3");
        End();
        Expect("8 A2 A1 150=5 39=1 38=6 14=1 151=5");

        Fill(1m);
        Expect("8 A2 - 150=F 39=1 38=6 14=2 151=4");
        Replace("A4", "A2", "38=1000|40=2|44=60000");
        Expect("9 A4 A2 39=1 434=2 102=99");
        Replace("A5", "A2", "38=3|40=1");
        Expect("8 A5 A2 150=E 39=E 38=6 14=2 151=4");
        End();
        Expect("8 A5 A2 150=5 39=1 38=3 14=2 151=1");
        Replace("A4", "A5", "38=5|40=1");
        Expect("8 A4 A5 150=E 39=E 38=3 14=2 151=1");
        Fill(1m);
        Expect("8 A5 - 150=F 39=E 38=3 14=3 151=0");
        Expect("8 A4 A5 150=5 39=1 38=5 14=3 151=2");
        Fill(2m);
        Expect("8 A4 - 150=F 39=2 38=5 14=5 151=0");
        Replace("A6", "A4", "38=9|40=1");
        Expect("9 A6 A4 39=2 434=2 102=0");
    }

    [Fact]
    public void Chain_IdOfAnyLinkSentAgain_IsRefusedAsDuplicate()
    {
        Order("A1", "38=1|40=2|44=50000");
        Replace("A2", "A1", "38=2|40=2|44=50001");
        Replace("A3", "A2", "38=3|40=2|44=50002");
        for (int i = 0; i < 5; i++)
            desk.Next();

        foreach (string used in new[] { "A1", "A2", "A3" })
        {
            Order(used, "38=1|40=2|44=50000");
            Assert.Contains($"|11={used}|150=8|39=8|", desk.Next(), StringComparison.Ordinal);
            Replace(used, "A3", "38=4|40=2|44=50000");
            Expect($"9 {used} A3 39=0 434=2 102=6");
            Cancel(used, "A3");
            Expect($"9 {used} A3 39=0 434=1 102=6");
        }

        foreach (string superseded in new[] { "A1", "A2" })
        {
            Replace("A4", superseded, "38=4|40=2|44=50000");
            Expect($"9 A4 {superseded} 39=0 434=2 102=1");
        }

        Assert.Single(session.Engine.Parents);
        Cancel("C1", "A1");
        Expect("8 C1 A3 150=6 39=6 38=3 14=0 151=3");
        Expect("8 C1 A3 150=4 39=4 38=3 14=0 151=0");
    }

    [Fact]
    public void Cancel_CrossedByTheCompletingFill_IsRejectedAsTooLateAndTheOrderIsFilled()
    {
        Order("A1", "38=4|40=1");
        desk.Next();
        Cancel("C1", "A1");
        Expect("8 C1 A1 150=6 39=6 38=4 14=0 151=4");
        Fill(1m);
        Expect("8 A1 - 150=F 39=6 38=4 14=1 151=3");
        Fill(3m);
        Expect("8 A1 - 150=F 39=6 38=4 14=4 151=0");
        Expect("9 C1 A1 39=2 434=1 102=0");
        Status("A1");
        Expect("8 A1 - 150=I 39=2 38=4 14=4 151=0");
        Cancel("C2", "A1");
        Expect("9 C2 A1 39=2 434=1 102=0");
    }

    [Fact]
    public void Cancel_SentBeforeTheDeskSawTheFill_IsRejectedAsTooLateAtOnce()
    {
        Order("A1", "38=4|40=1");
        desk.Next();
        Fill(4m);
        Cancel("C1", "A1");
        Expect("8 A1 - 150=F 39=2 38=4 14=4 151=0");
        Expect("9 C1 A1 39=2 434=1 102=0");
    }

    [Fact]
    public void Cancel_OfAReplacementThatWaits_RefusesItAndCancelsTheOrder()
    {
        Order("A1", "38=4|40=1");
        Replace("A2", "A1", "38=6|40=1");
        Cancel("C1", "A2");
        Expect("8 A1 - 150=0 39=0 38=4 14=0 151=4");
        Expect("8 A2 A1 150=E 39=E 38=4 14=0 151=4");
        Expect("9 A2 A1 39=6 434=2 102=3");
        Expect("8 C1 A1 150=6 39=6 38=4 14=0 151=4");
        Replace("A3", "A1", "38=5|40=1");
        Expect("9 A3 A1 39=6 434=2 102=3");
        Cancel("C2", "A1");
        Expect("9 C2 A1 39=6 434=1 102=3");
        Fill(1m);
        Expect("8 A1 - 150=F 39=6 38=4 14=1 151=3");
        End();
        Expect("8 C1 A1 150=4 39=4 38=4 14=1 151=0");
    }

    [Theory]
    [InlineData("1", 3, "8 A2 A1 150=5 39=2 38=3 14=3 151=0")]
    [InlineData("3", 3, "8 A2 A1 150=5 39=2 38=3 14=3 151=0")]
    [InlineData("3.5", 3, "8 A2 A1 150=5 39=1 38=3.5 14=3 151=0.5")]
    [InlineData("2", 4, "9 A2 A1 39=2 434=2 102=0")]
    [InlineData("4", 4, "9 A2 A1 39=2 434=2 102=0")]
    [InlineData("4.5", 4, "8 A2 A1 150=5 39=1 38=4.5 14=4 151=0.5")]
    public void Replace_CrossedByFills_HoldsWithWhatHasFilledOrComesTooLate(string wanted, int filled, string outcome)
    {
        Order("A1", "38=4|40=1");
        desk.Next();
        Replace("A2", "A1", $"38={wanted}|40=1");
        Expect("8 A2 A1 150=E 39=E 38=4 14=0 151=4");
        Fill(filled);
        Expect($"8 A1 - 150=F 39=E 38=4 14={filled} 151={4 - filled}");
        if (filled < 4)
            End();
        Expect(outcome);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private void Order(string id, string fields) => desk.Send(FixMsgType.NewOrderSingle, $"11={id}|55=BTC-USD|54=1|{fields}|59=0|{Time}");

    private void Replace(string id, string original, string fields) =>
        desk.Send(FixMsgType.OrderCancelReplaceRequest, $"11={id}|41={original}|55=BTC-USD|54=1|{fields}|59=0|{Time}");

    private void Cancel(string id, string original) => desk.Send(FixMsgType.OrderCancelRequest, $"11={id}|41={original}|55=BTC-USD|54=1|{Time}");

    private void Status(string id) => desk.Send(FixMsgType.OrderStatusRequest, $"11={id}|55=BTC-USD|54=1");

    private ChildOrder Open() => session.Engine.Parents[0].Children[^1];

    private void Fill(decimal quantity)
    {
        ChildOrder child = Open();
        engine.Apply(new ChildFilled(new Fill(
            child.Terms.Id, $"t{++trades}", MarketEvents.Lots(child.Terms.Instrument, quantity), 60_010m, 0m, TestFirm.Reference[child.Terms.Instrument].Settlement, session.Now)));
    }

    private void End() => engine.Apply(new ChildEnded(Open().Terms.Id, Open().Filled, "EXPIRED"));

    /// <summary>Holds the next message, which must be of the one order, against a row: type, ClOrdID, OrigClOrdID, then tag=value.</summary>
    private void Expect(string row)
    {
        string message = desk.Next();
        Dictionary<string, string> fields = message.Split('|').Select(field => field.Split('=', 2)).DistinctBy(field => field[0]).ToDictionary(field => field[0], field => field[1]);
        string[] parts = row.Split(' ');
        IEnumerable<string> found = parts[3..].Select(part => part.Split('=')[0]).Select(tag => $"{tag}={Plain(tag, fields.GetValueOrDefault(tag, "none"))}");
        Assert.Equal(row, $"{fields["35"]} {fields["11"]} {fields.GetValueOrDefault("41", "-")} {string.Join(' ', found)}");
        Assert.Equal("k3f-1", fields["37"]);
    }

    private static string Plain(string tag, string value) => tag is "38" or "14" or "151"
        ? decimal.Parse(value, CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture)
        : value;
}
