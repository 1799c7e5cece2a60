using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Rules;
using MarginRouter.Gateway.Versions;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>Desks of three versions over sockets: both sides hold every message against the strict dictionary of the version.</summary>
public sealed class VersionTests(Xunit.Abstractions.ITestOutputHelper output) : IDisposable
{
    private const string Time = "60=20270115-08:00:01";
    private readonly TestSession session = new();
    private readonly MemoryFixMessageStore store = new();

    public static TheoryData<DeskVersion> Versions => [.. Enum.GetValues<DeskVersion>()];

    [SharedDataTheory]
    [MemberData(nameof(Versions))]
    public void Samples_InEachVersion_FitTheDictionaryAndSoDoTheAnswers(DeskVersion version)
    {
        using TestRouter router = Open(version, out _);
        using TestDesk desk = Desk(version).LogOn(router.EndPoint);
        List<string> wrong = [];
        foreach (MessageRule rule in MessageRules.Inbound.Where(rule => VersionTable.Has(version, rule.Type)))
        {
            desk.Send(rule.Type, MessageRules.SampleOf(rule, version));
            string[] answers = [.. UntilEnd(desk, rule.Name)];
            string first = answers.FirstOrDefault() ?? "nothing";
            if (!first.StartsWith($"35={rule.Reply}|", StringComparison.Ordinal))
                wrong.Add($"{rule.Name}: {first}");
            output.WriteLine($"{rule.Name}: {string.Join(' ', answers.Select(one => one[..Math.Min(40, one.Length)]))}");
            wrong.AddRange(answers.Where(IsRefusal).Select(answer => $"{rule.Name}: {answer}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [SharedDataTheory]
    [MemberData(nameof(Versions))]
    public void Reports_OfEveryStateInEachVersion_FitTheDictionary(DeskVersion version)
    {
        using TestRouter router = Open(version, out EngineDesk engine);
        List<string> all = [];
        using (TestDesk desk = Desk(version).LogOn(router.EndPoint))
        {
            string two = version == DeskVersion.Fix42 ? "21=1|" : string.Empty;
            string parties = version == DeskVersion.Fix42 ? "109=CLIENT-7|76=US" : "453=2|448=CLIENT-7|447=D|452=3|448=US|447=D|452=1";
            desk.Send(FixMsgType.NewOrderSingle, $"11=A1|{two}{parties}|55=BTC-USD|54=1|{Time}|38=0.5|40=2|44=60500|59=0");
            all.AddRange(UntilEnd(desk, "first"));
            Fill(engine, 0, 200, "t1");
            Fill(engine, 0, 300, "t2");
            ChildOrder child = session.Engine.Parents[0].Children[0];
            engine.Apply(new ChildTradeCorrected("t2", new Fill(child.Terms.Id, "t3", new QuantityLots(100), 60_011m, 0.5m, new Asset("USDT"), session.Now)));
            engine.Apply(new ChildTradeBusted(child.Terms.Id, "t1", session.Now));
            desk.Send(FixMsgType.NewOrderSingle, $"11=A2|{two}55=BTC-USD|54=1|{Time}|38=1|40=2|44=50000|59=1");
            desk.Send(FixMsgType.OrderCancelReplaceRequest, $"11=A3|41=A2|{two}55=BTC-USD|54=1|{Time}|38=2|40=2|44=50001|59=6|126=20270115-08:00:20");
            desk.Send(FixMsgType.OrderStatusRequest, "11=A3|55=BTC-USD|54=1");
            desk.Send(FixMsgType.OrderCancelRequest, $"11=A9|41=A8|55=BTC-USD|54=1|{Time}");
            desk.Send(FixMsgType.NewOrderSingle, $"11=A3|{two}55=BTC-USD|54=1|{Time}|38=1|40=2|44=50000|59=1");
            desk.Send(FixMsgType.NewOrderSingle, $"11=A4|{two}55=GOLD|54=1|{Time}|38=1|40=2|44=50000|59=1");
            desk.Send(FixMsgType.NewOrderSingle, $"11=A5|{two}55=BTC-USD|54=1|{Time}|38=1|40=1|59=2");
            desk.Send(FixMsgType.NewOrderSingle, $"11=A6|{two}55=BTC-USD|54=1|{Time}|38=1|40=2|44=50000|59=0|111=0.5");
            desk.Send(FixMsgType.OrderCancelRequest, $"11=A7|41=A6|55=BTC-USD|54=1|{Time}");
            desk.Send(FixMsgType.QuoteRequest, "131=Q1|146=1|55=GOLD|54=1|38=0.5");
            all.AddRange(UntilEnd(desk, "sent"));
            if (version != DeskVersion.Fix42)
                all.AddRange(SendNewer(engine, desk));
            session.Pass(30_000);
            engine.Apply(new ExpiryReached());
            all.AddRange(UntilEnd(desk, "expired"));
            if (version != DeskVersion.Fix42)
                all.AddRange(SendSets(desk));
        }

        Assert.DoesNotContain(all, IsRefusal);
        string types = string.Concat(all.Where(one => one.StartsWith("35=8|", StringComparison.Ordinal)).Select(one => Field(one, 150)));
        Assert.True(types.Contains(version == DeskVersion.Fix42 ? "02" : "0F", StringComparison.Ordinal) || types.Contains("01", StringComparison.Ordinal), types);
        Assert.All("0E5864C", type => Assert.Contains(type, types));
        Assert.Equal(version != DeskVersion.Fix42, types.Contains('G', StringComparison.Ordinal));

        // What was stored while the desk was away comes again in its version, as does what it asks for once more.
        engine.Apply(new ExpiryReached());
        using TestDesk again = Desk(version).LogOn(router.EndPoint);
        again.Send(FixMsgType.ListStatusRequest, "66=NONE");
        Assert.DoesNotContain(UntilEnd(again, "again"), IsRefusal);
    }

    [SharedDataFact]
    public void Reports_InFix42_SayTransactionAndStateInItsOwnWords()
    {
        using TestRouter router = Open(DeskVersion.Fix42, out EngineDesk engine);
        using TestDesk desk = Desk(DeskVersion.Fix42).LogOn(router.EndPoint);
        desk.Send(FixMsgType.NewOrderSingle, $"11=A1|109=CLIENT-7|21=1|55=BTC-USD|54=1|{Time}|38=0.5|40=2|44=60500|59=0");
        Assert.StartsWith("35=8|37=k3f-1|17=k3f-1|20=0|11=A1|109=CLIENT-7|150=0|39=0|", desk.Next(), StringComparison.Ordinal);
        Fill(engine, 0, 200, "t1");
        string part = desk.Next();
        Assert.Contains("|20=0|11=A1|109=CLIENT-7|150=1|39=1|", part, StringComparison.Ordinal);
        Assert.Contains("|30=alpha|5109=2|1=alpha-1|", part, StringComparison.Ordinal);
        Assert.Contains("|13=3|5110=USDT|", part, StringComparison.Ordinal);
        Assert.Matches(@"\|60=\d{8}-\d\d:\d\d:\d\d\.\d{3}(\||$)", part);
        Fill(engine, 0, 300, "t2");
        Assert.Contains("|20=0|11=A1|109=CLIENT-7|150=2|39=2|", desk.Next(), StringComparison.Ordinal);
        ChildOrder child = session.Engine.Parents[0].Children[0];
        engine.Apply(new ChildTradeCorrected("t2", new Fill(child.Terms.Id, "t3", new QuantityLots(100), 60_011m, 0.5m, new Asset("USDT"), session.Now)));
        Assert.Matches(@"\|20=2\|19=k3f-3\|11=A1\|109=CLIENT-7\|150=4\|39=4\|", desk.Next());
        engine.Apply(new ChildTradeBusted(child.Terms.Id, "t1", session.Now));
        Assert.Matches(@"\|20=1\|19=k3f-2\|11=A1\|109=CLIENT-7\|150=4\|39=4\|", desk.Next());
        desk.Send(FixMsgType.OrderStatusRequest, "11=A1|55=BTC-USD|54=1");
        Assert.Contains("|20=3|11=A1|109=CLIENT-7|150=4|39=4|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.NewOrderSingle, $"11=A2|21=1|55=BTC-USD|54=1|{Time}|38=1|40=2|44=50000|59=1");
        desk.Send(FixMsgType.OrderCancelReplaceRequest, $"11=A3|41=A2|21=1|55=BTC-USD|54=1|{Time}|38=2|40=2|44=50001|59=1");
        Assert.Equal(["0 0", "E E", "5 5"], Enumerable.Range(0, 3).Select(_ => desk.Next()).Select(one => $"{Field(one, 150)} {Field(one, 39)}"));
        desk.Send(FixMsgType.NewOrderSingle, $"11=A3|21=1|55=BTC-USD|54=1|{Time}|38=1|40=2|44=50000|59=1");
        Assert.Contains("|103=6|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.OrderCancelRequest, $"11=A3|41=A2|55=BTC-USD|54=1|{Time}");
        Assert.Contains("|102=2|", desk.Next(), StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Messages_ThatFix42HasNot_AreRefusedByName()
    {
        using TestRouter router = Open(DeskVersion.Fix42, out _, strict: false);
        using TestDesk desk = Desk(DeskVersion.Fix42).LogOn(router.EndPoint);
        MessageRule[] newer = [.. MessageRules.Inbound.Where(rule => !VersionTable.Has(DeskVersion.Fix42, rule.Type))];
        foreach (MessageRule rule in newer)
        {
            desk.Send(rule.Type, rule.Sample);
            string type = FixMsgType.ToText(rule.Type);
            Assert.Matches($@"^35=j\|45=\d+\|58={rule.Name} \({type}\) does not exist in FIX 4.2\|372={type}\|380=3$", desk.Next());
        }

        Assert.Equal(8, newer.Length);
    }

    [SharedDataFact]
    public void Copies_InFix42OfADeskInFix44_TellItsBasketsInOldWordsAndAgainByReplay()
    {
        FixValidationOptions old = VersionDictionaries.Of(DeskVersion.Fix42);
        EngineDesk engine = new(session);
        using TestRouter router = new(engine, with: options => options with
        {
            Desks = [.. options.Desks, new DeskSessionOptions(TestFirm.Desk, "WATCHER", "watch", TestDesk.RightPassword)
                { Name = "WATCH", Permission = SessionRole.CopiesOnly, Copies = [TestFirm.Desk], Version = DeskVersion.Fix42, Strictness = FixStrictness.Strict }],
            Dictionaries = options.Dictionaries.Add(DeskVersion.Fix42, old.Dictionary),
        });
        OpenMarket.Open(engine, session.Now);
        using MemoryFixMessageStore own = new();
        using TestDesk desk = new TestDesk(own).LogOn(router.EndPoint);
        using TestDesk copy = new TestDesk(store, username: "watch") { CompId = "WATCHER", Version = DeskVersion.Fix42, Validation = old }.LogOn(router.EndPoint);
        desk.Send(FixMsgType.NewOrderMultileg, MessageRules.Find(FixMsgType.NewOrderMultileg)!.Sample);
        desk.Send(FixMsgType.OrderCancelRequest, $"11=C1|41=PAIR-1|55=CARRY|54=B|{Time}");
        string[] copies = [.. Enumerable.Range(0, 5).Select(_ => copy.Next())];
        Assert.Equal(["0 1 -", "6 1 -", "4 1 spot", "4 2 perpetual", "4 1 -"], copies.Select(one => $"{Field(one, 150)} {Field(one, 54)} {(one.Contains("|5111=", StringComparison.Ordinal) ? Field(one, 5111) : "-")}"));
        copy.Send('U' | ('1' << 8), "5401=R|60=20200101-00:00:00");
        Assert.Equal(copies.Select(one => one.Replace("35=8|", "35=8|97=Y|", StringComparison.Ordinal)), Enumerable.Range(0, 5).Select(_ => copy.Next()));
    }

    [Fact]
    public void Logon_WithAnotherVersionThanTheSessions_IsNoSession()
    {
        using TestRouter router = new(new EngineDesk(session), with: options => options with { Desks = [options.Desks[0] with { Version = DeskVersion.Fix50Sp2 }] });
        using (TestDesk desk = new(store) { Version = DeskVersion.Fix44 })
        {
            desk.Connect(router.EndPoint);
            desk.NextEnd();
        }

        using TestDesk right = new TestDesk(store) { Version = DeskVersion.Fix50Sp2 }.LogOn(router.EndPoint);
        right.Send(FixMsgType.OrderStatusRequest, "1128=6|11=A1|55=BTC-USD|54=1");
        Assert.Matches(@"^35=3\|45=\d+\|58=Unsupported application version\|371=1128\|372=H\|373=18$", right.Next());
    }

    private string[] SendNewer(EngineDesk engine, TestDesk desk)
    {
        desk.Send(FixMsgType.TradeCaptureReportRequest, "568=T1|569=0");
        desk.Send(FixMsgType.NewOrderMultileg, $"11=B1|55=CARRY|54=B|{Time}|38=0.5|40=1|59=3|5221=3|555=2|600=BTC-USD|616=beta|623=1|624=1|654=spot|600=BTC-USD|616=alpha|623=1|624=2|654=perp");
        string[] before = [.. UntilEnd(desk, "basket")];
        foreach (int leg in (int[])[0, 1])
        {
            ChildOrder child = session.Engine.Baskets[0].Legs[leg].Orders[0].Children[0];
            Instrument instrument = TestFirm.Reference[child.Terms.Instrument];
            engine.Apply(new ChildFilled(new Fill(child.Terms.Id, $"b{leg}", MarketEvents.Lots(instrument.Id, 0.2m), 60_000m, 1m, instrument.Settlement, session.Now)));
        }

        desk.Send(FixMsgType.CollateralInquiry, "909=C1|1=nobody");
        desk.Send(FixMsgType.RequestForPositions, $"710=P1|724=0|1=alpha-1|581=1|715=20270115|{Time}");
        desk.Send(FixMsgType.SecurityListRequest, "320=L1|559=0|55=GOLD");
        return [.. before, .. UntilEnd(desk, "newer")];
    }

    private static string[] SendSets(TestDesk desk)
    {
        desk.Send(FixMsgType.NewOrderSingle, $"11=M1|55=BTC-USD|54=1|{Time}|38=1|40=2|44=50000|59=1");
        desk.Send(FixMsgType.OrderMassStatusRequest, "584=S1|585=7");
        desk.Send(FixMsgType.OrderMassCancelRequest, $"11=M2|530=1|55=BTC-USD|{Time}");
        desk.Send(FixMsgType.OrderMassCancelRequest, $"11=M3|530=1|55=GOLD|{Time}");
        return [.. UntilEnd(desk, "sets")];
    }

    private void Fill(EngineDesk engine, int parent, long lots, string trade)
    {
        ChildOrder child = session.Engine.Parents[parent].Children[0];
        engine.Apply(new ChildFilled(new Fill(child.Terms.Id, trade, new QuantityLots(lots), 60_010m, 0.5m, new Asset("USDT"), session.Now)));
    }

    private static string Field(string report, int tag) =>
        ("|" + report + "|").Split($"|{tag.ToString(System.Globalization.CultureInfo.InvariantCulture)}=")[1].Split('|')[0];

    private static bool IsRefusal(string answer) => answer.StartsWith("35=3|", StringComparison.Ordinal) || answer.StartsWith("the desk refuses", StringComparison.Ordinal);

    /// <summary>What comes before the answer to a question that is always answered.</summary>
    private static IEnumerable<string> UntilEnd(TestDesk desk, string name)
    {
        desk.Send(FixMsgType.TradingSessionStatusRequest, $"335=END-{name}|263=0");
        for (string next = desk.Next(); !next.StartsWith($"35=h|335=END-{name}|", StringComparison.Ordinal); next = desk.Next())
        {
            yield return next;
            if (next.StartsWith("the desk refuses", StringComparison.Ordinal) && next.Contains("|372=h|", StringComparison.Ordinal))
                yield break;
        }
    }

    private TestRouter Open(DeskVersion version, out EngineDesk engine, bool strict = true)
    {
        FixValidationOptions validation = VersionDictionaries.Of(version);
        engine = new EngineDesk(session);
        TestRouter router = new(engine, with: options => options with
        {
            Desks = [.. options.Desks.Select(desk => desk with { Version = version, Strictness = strict ? FixStrictness.Strict : FixStrictness.Lenient })],
            Dictionaries = options.Dictionaries.Add(version, validation.Dictionary),
        });
        OpenMarket.Open(engine, session.Now);
        return router;
    }

    private TestDesk Desk(DeskVersion version) => new(store) { Version = version, Validation = VersionDictionaries.Of(version) };

    public void Dispose() => store.Dispose();
}
