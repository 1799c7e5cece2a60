using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>
/// Venues that say anything at all about children, marks and accounts: the router goes on, says so by alarms, keeps reservations and
/// counts in step, and its journal gives the same state again.
/// </summary>
public sealed class LyingVenueTests
{
    private const int Lives = 100;
    private const int Steps = 150;
    private static readonly decimal[] Prices = [0m, -1m, 0.0000000001m, 59_000m, 60_000m, 60_010m, 61_000m, 10_000_000m, 1_000_000_000_000m];

    [Fact]
    public void Apply_AnythingFromVenues_NeverStopsTheRouter()
    {
        int alarms = 0;
        int children = 0;
        for (int seed = 1; seed <= Lives; seed++)
        {
            try
            {
                Live(new Random(seed), ref alarms, ref children);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"seed {seed}: {exception.Message}", exception);
            }
        }

        Assert.True(children > Lives, $"only {children} children");
        Assert.True(alarms > Lives, $"only {alarms} alarms");
    }

    private static void Live(Random random, ref int alarms, ref int children)
    {
        TestSession session = EngineScript.Check("> open");
        for (int step = 0; step < Steps; step++)
        {
            foreach (InboundEvent inbound in Next(random, session))
            {
                IReadOnlyList<OutboundCommand> commands = session.Apply(inbound);
                alarms += commands.Count(command => command is RaiseAlarm);
                children += commands.Count(command => command is SendChild);
                Check(session);
            }
        }

        Assert.Equal(EngineDump.Of(session.Engine), EngineDump.Of(TestSession.Recover(session.Journal).Engine));
    }

    private static IEnumerable<InboundEvent> Next(Random random, TestSession session)
    {
        ChildOrder[] all = [.. session.Engine.Parents.SelectMany(parent => parent.Children)];
        if (all.Length == 0 || random.Next(6) == 0)
        {
            session.Pass(random.Next(700));
            return ScriptEvents.Parse($"buy A{session.Journal.Count} {random.Next(1, 40) * 0.05m}{(random.Next(2) == 0 ? " day" : "")}", session)
                .Concat(ScriptEvents.Parse("book BTCUSDT 59990x1 / 60010x1 60020x2", session))
                .Concat(ScriptEvents.Parse("book USDT/USD 0.9999x1 / 1.0001x1", session))
                .Concat(ScriptEvents.Parse("wait 1", session));
        }

        ChildOrderTerms terms = all[random.Next(all.Length)].Terms;
        ChildOrderId id = random.Next(30) == 0 ? terms.Id with { Leg = 99 } : terms.Id;
        return [Lie(random, session, terms, id)];
    }

    private static InboundEvent Lie(Random random, TestSession session, ChildOrderTerms terms, ChildOrderId id)
    {
        QuantityLots lots = new(random.NextInt64(0, terms.Quantity.Value * 2));
        decimal price = Prices[random.Next(Prices.Length)];
        Instant at = session.Now.PlusMilliseconds(random.Next(-500, 500));
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                Asset asset = random.Next(4) == 0 ? new Asset("BNB") : TestFirm.Reference[terms.Instrument].Settlement;
                return new ChildFilled(new Fill(id, $"t{random.Next(40)}", lots, price, random.Next(-5, 5), asset, at));
            case 3:
                return new ChildAccepted(id, $"v{random.Next(3)}");
            case 4:
                return new ChildEnded(id, lots, "EXPIRED");
            case 5:
                return new ChildRefused(id, "-1", "no");
            case 6:
                return new ChildDropped(id, "late");
            case 7:
                return new ChildLost(id, "silence");
            case 8:
                VenueOrderState state = Enum.GetValues<VenueOrderState>()[random.Next(5)];
                return new ChildStatusReported(id, state, lots, random.Next(3) == 0 ? null : price, random.Next(3) == 0 ? null : random.Next(-5, 5), at);
            case 9:
                return new MarkPriceReceived(TestFirm.Perpetual, random.Next(3) == 0 ? price : 60_000m, at);
            case 10:
                return new VenueConnectionChanged(new VenueId(random.Next(3)), random.Next(3) != 0, "test");
            default:
                return State(random, at, price);
        }
    }

    private static AccountReported State(Random random, Instant at, decimal price)
    {
        SubaccountId account = new(random.Next(3));
        InstrumentId instrument = new(account.Value);
        decimal? leverage = random.Next(4) switch
        {
            0 => null,
            1 => -1m,
            2 => 0m,
            _ => 10m,
        };
        PositionSnapshot position = new(instrument, new PositionLots(random.Next(-1_000, 1_000)), price, leverage);
        AssetBalance[] balances = [new(new Asset("USDT"), random.Next(-1_000, 2_000_000)), new(new Asset("USD"), random.Next(2_000_000))];
        return new AccountReported(new AccountSnapshot(account, at, [.. balances], random.Next(3) == 0 ? [] : [position]));
    }

    private static void Check(TestSession session)
    {
        List<ChildOrder> open = [];
        foreach (ParentOrder parent in session.Engine.Parents)
        {
            Assert.True(parent.Filled <= parent.Quantity);
            Assert.True(parent.Leaves <= parent.Quantity);
            foreach (ChildOrder child in parent.Children)
            {
                Assert.True(child.Filled <= child.Terms.Quantity);
                if (!ChildTransitions.IsFinal(child.Status))
                    open.Add(child);
            }
        }

        IEnumerable<ChildOrder> reserved = Enumerable.Range(0, session.Engine.Ledger.Count).SelectMany(i => session.Engine.Ledger.Reservations(new SubaccountId(i)));
        Assert.Equal(open.Select(Id).Order(StringComparer.Ordinal), reserved.Select(Id).Order(StringComparer.Ordinal));
    }

    private static string Id(ChildOrder child) => CommandText.Of(child.Terms.Id);
}
