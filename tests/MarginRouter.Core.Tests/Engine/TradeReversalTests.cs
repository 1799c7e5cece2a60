using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Trades that venues take back or correct: quantities, averages, ledger and reports are those of the trades that are left.</summary>
public sealed class TradeReversalTests
{
    private const int Seeds = 120;

    [Fact]
    public void Trades_TakenBackAndCorrectedAtRandom_LeaveWhatTheSurvivorsAloneWould()
    {
        int reversed = 0;
        for (int seed = 0; seed < Seeds; seed++)
            reversed += RunSeed(seed);
        Assert.True(reversed > 4 * Seeds, $"{reversed} reversals");
    }

    [Fact]
    public void Bust_OfAFilledOrder_EndsItShortAndNamesTheTrade()
    {
        TestSession session = Open(out ParentOrder parent);
        ChildOrderTerms terms = parent.Children[0].Terms;
        ReportParent told = Reports(session.Apply(new ChildFilled(Fill(session, terms, "t1", terms.Quantity.Value, 60_000m)))).Single();
        Assert.Equal(ParentStatus.Filled, parent.Status);

        ReportParent bust = Reports(session.Apply(new ChildTradeBusted(terms.Id, "t1", session.Now))).Single();

        Assert.Equal((ExecutionKind.TradeCancel, told.ReportNumber, ParentStatus.Canceled), (bust.Kind, bust.ReferencedReport!.Value, bust.Status));
        Assert.Equal((0m, 0m, 0m, told.LastQuantity, told.LastPrice), (bust.CumulativeQuantity, bust.LeavesQuantity, bust.AveragePrice, bust.LastQuantity, bust.LastPrice));
        Assert.Empty(session.Apply(new ChildTradeBusted(terms.Id, "t1", session.Now)));
        Assert.Empty(session.Apply(new ChildFilled(Fill(session, terms, "t1", terms.Quantity.Value, 60_000m))));
    }

    [Fact]
    public void Bust_OfATradeThatIsNotKnown_AlarmsAndAsksTheVenue()
    {
        TestSession session = Open(out ParentOrder parent);
        ChildOrderId child = parent.Children[0].Terms.Id;

        IReadOnlyList<OutboundCommand> commands = session.Apply(new ChildTradeBusted(child, "ghost", session.Now));

        Assert.Equal("unknownTrade", Assert.IsType<RaiseAlarm>(commands[0]).Code);
        Assert.IsType<QueryChild>(commands[1]);
    }

    [Fact]
    public void Bust_BehindAStatementThatHasTheFill_StandsUntilAStatementHasBoth()
    {
        TestSession session = Open(out ParentOrder parent);
        ChildOrderTerms terms = parent.Children[0].Terms;
        AccountState account = session.Engine.Ledger[terms.Subaccount];
        PositionLots Held() => account.Positions.Single(position => position.Instrument == terms.Instrument).Quantity;
        session.Apply(new ChildFilled(Fill(session, terms, "t1", 3, 60_000m)));
        State(session, account, terms, 3);
        Assert.Equal(3, Held().Value);

        session.Pass(5);
        session.Apply(new ChildTradeBusted(terms.Id, "t1", session.Now));
        Assert.Equal(0, Held().Value);
        Assert.Empty(account.FeesPaid.Where(fee => fee.Quantity != 0m));
        session.Pass(5);
        State(session, account, terms, 0);
        Assert.Equal(0, Held().Value);
    }

    /// <summary>Random fills, busts and corrections against a naive list of what is left; gives the number of reversals.</summary>
    private static int RunSeed(int seed)
    {
        Random random = new(seed);
        TestSession session = Open(out ParentOrder parent);
        ChildOrderTerms terms = parent.Children[0].Terms;
        long perLot = parent.Product.LotsPer(TestFirm.Reference[terms.Instrument]);
        List<Fill> left = [];
        int reversed = 0;
        for (int step = 0; step < 30; step++)
        {
            long open = terms.Quantity.Value - left.Sum(fill => fill.Quantity.Value);
            bool adds = left.Count == 0 || (open > 0 && random.Next(2) == 0);
            int place = left.Count == 0 ? 0 : random.Next(left.Count);
            if (adds && open > 0)
            {
                Fill fill = Fill(session, terms, $"t{step}", random.NextInt64(1, Math.Min(open, 40) + 1), 60_000m + (random.Next(-3000, 3000) / 100m));
                session.Apply(new ChildFilled(fill));
                left.Add(fill);
            }
            else if (random.Next(2) == 0)
            {
                session.Apply(new ChildTradeBusted(terms.Id, left[place].VenueTradeId, session.Now));
                left.RemoveAt(place);
                reversed++;
            }
            else
            {
                Fill old = left[place];
                string id = random.Next(2) == 0 ? old.VenueTradeId : $"c{step}";
                Fill now = Fill(session, terms, id, random.NextInt64(1, open + old.Quantity.Value + 1), 59_000m + random.Next(2000));
                ChildTradeCorrected corrected = new(old.VenueTradeId, now);
                Assert.Single(Reports(session.Apply(corrected)), report => report.Kind == ExecutionKind.TradeCorrect && report.LastPrice == now.Price);
                Assert.Empty(Reports(session.Apply(corrected)));
                left[place] = now;
                reversed++;
            }

            Check(session, parent, left, perLot, $"seed {seed}, step {step}");
        }

        TestSession recovered = TestSession.Recover(session.Journal);
        Assert.Equal(session.Reports.Select(report => report.ToString()), recovered.Reports.Select(report => report.ToString()));
        Assert.Equal(parent.FilledNotional, recovered.Engine.Parents[0].FilledNotional);
        Assert.Equal(Ledger(session, terms), Ledger(recovered, terms));
        return reversed;
    }

    private static void Check(TestSession session, ParentOrder parent, List<Fill> left, long perLot, string where)
    {
        ChildOrderTerms terms = parent.Children[0].Terms;
        long lots = left.Sum(fill => fill.Quantity.Value);
        decimal quantity = lots * perLot * parent.Product.LotSize;
        decimal notional = left.Sum(fill => fill.Price * fill.Quantity.Value * perLot * parent.Product.LotSize);
        Assert.True(parent.Filled.Value == lots * perLot, $"{where}: parent has {parent.Filled.Value}, not {lots * perLot}");
        Assert.True(parent.FilledNotional == notional, $"{where}: notional {parent.FilledNotional}, not {notional}");
        Assert.Equal(lots, parent.Children[0].Filled.Value);
        ReportParent last = session.Reports.OfType<ReportParent>().Last(report => report.LastQuantity is not null);
        Assert.True(last.CumulativeQuantity == quantity, $"{where}: report says {last.CumulativeQuantity}, not {quantity}");
        Assert.Equal(quantity == 0m ? 0m : notional / quantity, last.AveragePrice);

        // An account that only ever saw what is left, in the order in which the venue has it.
        AccountState naive = new(TestFirm.Firm.Subaccounts[terms.Subaccount.Value], TestFirm.Reference, holdsSpotPositions: false);
        AccountState real = session.Engine.Ledger[terms.Subaccount];
        naive.ApplySnapshot(new AccountSnapshot(terms.Subaccount, real.AsOf, [new AssetBalance(new Asset("USDT"), 1_000_000m)], [MarketEvents.Position(TestFirm.Perpetual, 0m, 0m, 10m)]));
        foreach (Fill fill in left.OrderBy(fill => fill.VenueTime))
            naive.ApplyFill(terms, fill);
        Assert.Equal(naive.Positions.AsEnumerable(), real.Positions);
        Assert.Equal(naive.Balances.AsEnumerable(), real.Balances);
    }

    private static string Ledger(TestSession session, ChildOrderTerms terms)
    {
        AccountState account = session.Engine.Ledger[terms.Subaccount];
        return $"{string.Join(' ', account.Positions)} {string.Join(' ', account.Balances)} {string.Join(' ', account.FeesPaid)}";
    }

    private static IEnumerable<ReportParent> Reports(IReadOnlyList<OutboundCommand> commands) => commands.OfType<ReportParent>();

    private static Fill Fill(TestSession session, ChildOrderTerms terms, string id, long lots, decimal price)
    {
        session.Pass(1);
        return new Fill(terms.Id, id, new QuantityLots(lots), price, 0.125m * lots, new Asset("USDT"), session.Now);
    }

    private static void State(TestSession session, AccountState account, ChildOrderTerms terms, long lots) => session.Apply(new AccountReported(new AccountSnapshot(
        terms.Subaccount, session.Now, account.Balances, [new PositionSnapshot(terms.Instrument, new PositionLots(lots), lots == 0 ? 0m : 60_000m, 10m)])));

    /// <summary>An order whose one child is with the venue of the perpetual.</summary>
    private static TestSession Open(out ParentOrder parent)
    {
        TestSession session = new();
        foreach (Venue venue in TestFirm.Reference.Venues)
            session.Apply(new VenueConnectionChanged(venue.Id, Connected: true, "test"));
        session.Apply(MarketEvents.Book(TestFirm.Perpetual, session.Now, [(59_990m, 1m)], [(60_010m, 1m), (60_020m, 5m)]));
        session.Apply(new MarkPriceReceived(TestFirm.Perpetual, 60_000m, session.Now));
        session.Apply(MarketEvents.Book(TestFirm.Currency, session.Now, [(1m, 100_000m)], [(1m, 100_000m)]));
        session.Apply(new AccountReported(new AccountSnapshot(
            TestFirm.AlphaAccount, session.Now, [new AssetBalance(new Asset("USDT"), 1_000_000m)], [MarketEvents.Position(TestFirm.Perpetual, 0m, 0m, 10m)])));
        session.Apply(new ParentReceived(new ParentRequest(TestFirm.Desk, "A1", "BTC-USD", Side.Buy, 0.1m, OrderType.Limit, 60_500m, TimeInForce.Day), false));
        parent = session.Engine.Parents[0];
        Assert.Equal(TestFirm.Perpetual, Assert.Single(parent.Children).Terms.Instrument);
        return session;
    }
}
