using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Ledger;

public sealed class AccountStateTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Apply_RandomInterleavingsOfStatementsAndFills_EndsAtTheVenuesBooks(bool marginedSpot)
    {
        for (int seed = 1; seed <= 200; seed++)
        {
            Random random = new(seed);
            VenueBooks venue = new(marginedSpot);
            AccountState account = New(marginedSpot);
            List<(ChildOrderTerms Terms, Fill Fill)> travelling = [];
            List<(ChildOrderTerms Terms, Fill Fill)> delivered = [];
            List<AccountSnapshot> statements = [venue.State()];
            long fees = 0;
            for (int step = 0; step < 60; step++)
            {
                switch (random.Next(6))
                {
                    case 0 or 1:
                        travelling.Add(venue.Execute(random));
                        break;
                    case 2:
                        statements.Add(venue.State());
                        break;
                    case 3 when statements.Count > 0:
                        account.ApplySnapshot(TakeAny(random, statements));
                        break;
                    case 4 when travelling.Count > 0:
                        (ChildOrderTerms terms, Fill fill) = TakeAny(random, travelling);
                        Assert.True(account.ApplyFill(terms, fill), $"seed {seed}: a new fill was taken for known");
                        delivered.Add((terms, fill));
                        fees++;
                        break;
                    case 5 when delivered.Count > 0:
                        (ChildOrderTerms known, Fill again) = delivered[random.Next(delivered.Count)];
                        long version = account.Version;
                        Assert.False(account.ApplyFill(known, again), $"seed {seed}: a known fill was taken for new");
                        Assert.Equal(version, account.Version);
                        break;
                }
            }

            // Everything arrives in the end, in any order, with at least the first statement.
            if (!account.HasStatement)
                account.ApplySnapshot(statements[0]);
            while (travelling.Count > 0)
            {
                (ChildOrderTerms terms, Fill fill) = TakeAny(random, travelling);
                Assert.True(account.ApplyFill(terms, fill));
                delivered.Add((terms, fill));
            }

            venue.AssertSame(account, $"seed {seed}");
            decimal paid = delivered.Sum(one => one.Fill.Fee);
            Assert.Equal(paid, account.FeesPaid.Sum(fee => fee.Quantity));
        }
    }

    [Fact]
    public void ApplySnapshot_OlderThanTheLast_ChangesNothing()
    {
        VenueBooks venue = new(false);
        AccountState account = New(false);
        AccountSnapshot early = venue.State();
        venue.Execute(new Random(1));
        Assert.True(account.ApplySnapshot(venue.State()));
        long version = account.Version;
        Assert.False(account.ApplySnapshot(early));
        Assert.Equal(version, account.Version);
        venue.AssertSame(account, "after the old statement");
    }

    [Fact]
    public void ApplyFill_InsideTheStatement_IsNotBookedTwiceAndLaterOnesAre()
    {
        VenueBooks venue = new(false);
        Random random = new(5);
        AccountState account = New(false);
        (ChildOrderTerms terms, Fill fill) = venue.Execute(random);
        account.ApplySnapshot(venue.State());
        Assert.True(account.ApplyFill(terms, fill));
        venue.AssertSame(account, "a fill that the statement contains");
        Assert.Equal(0, account.RecentFills);
        (terms, fill) = venue.Execute(random);
        Assert.True(account.ApplyFill(terms, fill));
        Assert.Equal(1, account.RecentFills);
        venue.AssertSame(account, "a fill after the statement");
    }

    [Fact]
    public void ApplyFill_FlipsAPosition_RealisesTheClosedPartAndOpensAtTheFill()
    {
        AccountState account = New(false);
        account.ApplySnapshot(new AccountSnapshot(
            new SubaccountId(0),
            new Instant(10),
            [new AssetBalance(new Asset("USDT"), 1_000m)],
            [MarginWorld.Position(MarginWorld.Btc, 2m, 50_000m, 20m)]));
        Assert.True(account.ApplyFill(Terms(MarginWorld.Btc, Side.Sell, 3_000), Fill("a", 3_000, 60_000m, 90m, "USDT", 11)));
        Assert.Equal([new AssetBalance(new Asset("USDT"), 1_000m + 20_000m - 90m)], account.Balances.AsEnumerable());
        Assert.Equal([MarginWorld.Position(MarginWorld.Btc, -1m, 60_000m, 20m)], account.Positions.AsEnumerable());
    }

    [Fact]
    public void ApplySnapshot_WithoutALeverage_KeepsTheOneThatWasStated()
    {
        AccountState account = New(false);
        account.ApplySnapshot(new AccountSnapshot(new SubaccountId(0), new Instant(1), [], [MarginWorld.Position(MarginWorld.Btc, 0m, 0m, 20m)]));
        account.ApplySnapshot(new AccountSnapshot(new SubaccountId(0), new Instant(2), [], [MarginWorld.Position(MarginWorld.Btc, 1m, 5m, null)]));
        Assert.Equal([MarginWorld.Position(MarginWorld.Btc, 1m, 5m, 20m)], account.Positions.AsEnumerable());
        account.ApplySnapshot(new AccountSnapshot(new SubaccountId(0), new Instant(3), [], []));
        Assert.Equal([MarginWorld.Position(MarginWorld.Btc, 0m, 0m, 20m)], account.Positions.AsEnumerable());
    }

    [Fact]
    public void ApplyFill_OnARankedPosition_KeepsTheRankUntilItIsClosedOrTurned()
    {
        AdlRank rank = new(3m, 0m, 4m);
        PositionSnapshot held = MarginWorld.Position(MarginWorld.Btc, 2m, 50_000m, 20m) with { AdlRank = rank };
        AccountSnapshot statement = new(new SubaccountId(0), new Instant(10), [], [held]);
        foreach ((Side side, long lots, AdlRank? kept) in new[] { (Side.Buy, 1_000L, rank), (Side.Sell, 1_999L, rank), (Side.Sell, 2_000L, null), (Side.Sell, 3_000L, null) })
        {
            AccountState account = New(false);
            account.ApplySnapshot(statement);
            Assert.Equal(rank, Assert.Single(account.Positions).AdlRank);
            account.ApplyFill(Terms(MarginWorld.Btc, side, lots), Fill("a", lots, 60_000m, 0m, "USDT", 11));
            Assert.Equal(kept, Assert.Single(account.Positions).AdlRank);

            // A later statement without a rank leaves none, unlike a leverage: an old place in a queue says nothing.
            account.ApplySnapshot(statement with { AsOf = new Instant(12), Positions = [held with { AdlRank = null }] });
            Assert.Null(Assert.Single(account.Positions).AdlRank);
        }
    }

    [Theory]
    [InlineData(5, 0, 4)]
    [InlineData(-1, 0, 4)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 0)]
    public void AdlRank_BesideItsScale_IsRefused(int stated, int safest, int first) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdlRank(stated, safest, first));

    [Theory]
    [InlineData(0, 0, 4, 0)]
    [InlineData(4, 0, 4, 1)]
    [InlineData(2, 1, 5, 0.25)]
    public void AdlRank_OnItsScale_IsItsPlaceBetweenTheEnds(int stated, int safest, int first, double nearness) =>
        Assert.Equal((decimal)nearness, new AdlRank(stated, safest, first).Nearness);

    [Fact]
    public void ApplyFill_BeforeTheFirstStatement_WaitsForIt()
    {
        AccountState account = New(false);
        Assert.True(account.ApplyFill(Terms(MarginWorld.Btc, Side.Buy, 1_000), Fill("a", 1_000, 60_000m, 30m, "USDT", 20)));
        Assert.False(account.HasStatement);
        Assert.Empty(account.Positions);
        account.ApplySnapshot(new AccountSnapshot(new SubaccountId(0), new Instant(10), [new AssetBalance(new Asset("USDT"), 100m)], []));
        Assert.Equal([new AssetBalance(new Asset("USDT"), 70m)], account.Balances.AsEnumerable());
        Assert.Equal(1_000, account.Positions.Single().Quantity.Value);
    }

    [Fact]
    public void ApplyFill_InversePosition_RealisesInTheBaseAsset()
    {
        Instrument inverse = MarginWorld.Reference[MarginWorld.Btc] with
        {
            Id = new InstrumentId(0),
            Kind = InstrumentKind.InversePerpetual,
            Settlement = new Asset("BTC"),
            LotSize = 1m,
            Multiplier = 100m,
        };
        ReferenceData reference = new(MarginWorld.Reference.Venues, [inverse], []);
        AccountState account = new(MarginWorld.Account("x", "BTC", 1m, []).Subaccount, reference, false);
        account.ApplySnapshot(new AccountSnapshot(new SubaccountId(0), new Instant(1), [new AssetBalance(new Asset("BTC"), 1m)], []));
        account.ApplyFill(Terms(MarginWorld.Btc, Side.Buy, 100), Fill("a", 100, 50_000m, 0m, "BTC", 2));
        account.ApplyFill(Terms(MarginWorld.Btc, Side.Buy, 100), Fill("b", 100, 40_000m, 0m, "BTC", 3));
        Assert.Equal(200m / ((100m / 50_000m) + (100m / 40_000m)), account.Positions.Single().EntryPrice);
        account.ApplyFill(Terms(MarginWorld.Btc, Side.Sell, 200), Fill("c", 200, 80_000m, 0m, "BTC", 4));

        // 10,000 of value bought at each price gave 0.2 + 0.25 BTC; 20,000 sold at 80,000 cost 0.25.
        Assert.Equal(1.2m, Math.Round(account.Balances.Single().Quantity, 20));
        Assert.Empty(account.Positions);
    }

    [Fact]
    public void ApplyFill_Impossible_Throws()
    {
        AccountState account = New(false);
        Assert.Throws<InvalidOperationException>(() => account.ApplyFill(Terms(MarginWorld.Btc, Side.Buy, 1), Fill("a", 1, 0m, 0m, "USDT", 2)));
        Assert.Throws<InvalidOperationException>(() => account.ApplyFill(Terms(MarginWorld.Btc, Side.Buy, 1), Fill("a", 0, 1m, 0m, "USDT", 2)));
        Assert.Throws<ArgumentException>(() => account.ApplyFill(
            Terms(MarginWorld.Btc, Side.Buy, 1) with { Subaccount = new SubaccountId(3) }, Fill("a", 1, 1m, 0m, "USDT", 2)));
        Assert.Throws<ArgumentException>(() => account.ApplySnapshot(new AccountSnapshot(new SubaccountId(1), new Instant(1), [], [])));
    }

    [Fact]
    public void Views_BetweenChanges_AreTheSameLists()
    {
        VenueBooks venue = new(false);
        AccountState account = New(false);
        account.ApplySnapshot(venue.State());
        Assert.True(account.Balances == account.Balances);
        var before = account.Balances;
        (ChildOrderTerms terms, Fill fill) = venue.Execute(new Random(3));
        account.ApplyFill(terms, fill);
        Assert.False(before == account.Balances);
    }

    [Fact]
    public void ApplyFill_IsolatedPosition_MovesMarginBetweenWalletAndPosition()
    {
        AccountState account = New(marginedSpot: false);
        PositionSnapshot isolated = MarginWorld.Position(MarginWorld.Btc, 0m, 0m, 10m) with { IsolatedMargin = 0m };
        account.ApplySnapshot(new AccountSnapshot(
            account.Subaccount.Id, new Instant(1), [new AssetBalance(new Asset("USDT"), 10_000m) { Borrowable = 5m }], [isolated]));

        // Bought 1 BTC at 60,000 with leverage 10: 6,000 put aside, 3 of fee.
        account.ApplyFill(Terms(MarginWorld.Btc, Side.Buy, 1_000), Fill("1", 1_000, 60_000m, 3m, "USDT", 2));
        Assert.Equal(3_997m, Assert.Single(account.Balances).Quantity);
        Assert.Equal(5m, account.Balances[0].Borrowable);
        Assert.Equal(6_000m, Assert.Single(account.Positions).IsolatedMargin);

        // Half sold 1,000 higher frees half of it and 500 of profit; twice the rest sold turns it short.
        account.ApplyFill(Terms(MarginWorld.Btc, Side.Sell, 500), Fill("2", 500, 61_000m, 0m, "USDT", 3));
        Assert.Equal(7_497m, account.Balances[0].Quantity);
        Assert.Equal(3_000m, account.Positions[0].IsolatedMargin);
        account.ApplyFill(Terms(MarginWorld.Btc, Side.Sell, 1_000), Fill("3", 1_000, 60_000m, 0m, "USDT", 4));
        Assert.Equal(7_497m, account.Balances[0].Quantity);
        Assert.Equal(3_000m, account.Positions[0].IsolatedMargin);
        Assert.Equal(-500, account.Positions[0].Quantity.Value);
    }

    [Fact]
    public void ApplyFill_SoldBeyondTheBalance_TakesItOffWhatIsStillLent()
    {
        AccountState account = New(marginedSpot: false);
        account.ApplySnapshot(new AccountSnapshot(
            account.Subaccount.Id, new Instant(1), [new AssetBalance(new Asset("BTC"), 1m) { Borrowed = 2m, Borrowable = 5m }], []));

        // 3 BTC sold of which 1 was held: two more are borrowed, whatever was owed before.
        account.ApplyFill(Terms(MarginWorld.SpotBtc, Side.Sell, 300_000), Fill("1", 300_000, 60_000m, 0m, "USDT", 2));
        AssetBalance owed = account.Balances.Single(balance => balance.Asset.Code == "BTC");
        Assert.Equal((-2m, 2m, 3m), (owed.Quantity, owed.Borrowed, owed.Borrowable!.Value));

        // What is bought back frees it again, never beyond what the venue last offered.
        account.ApplyFill(Terms(MarginWorld.SpotBtc, Side.Buy, 900_000), Fill("2", 900_000, 60_000m, 0m, "USDT", 3));
        Assert.Equal(5m, account.Balances.Single(balance => balance.Asset.Code == "BTC").Borrowable);
    }

    private static AccountState New(bool marginedSpot) =>
        new(MarginWorld.Account("x", "USD", 1m, []).Subaccount, MarginWorld.Reference, marginedSpot);

    private static T TakeAny<T>(Random random, List<T> from)
    {
        int index = random.Next(from.Count);
        T taken = from[index];
        from.RemoveAt(index);
        return taken;
    }

    private static ChildOrderTerms Terms(InstrumentId id, Side side, long lots) => new(
        new ChildOrderId(new ParentOrderId(1), 1, 0), new SubaccountId(0), id, side, new QuantityLots(lots), new PriceTicks(1), false);

    private static Fill Fill(string trade, long lots, decimal price, decimal fee, string asset, long at) => new(
        new ChildOrderId(new ParentOrderId(1), 1, 0), trade, new QuantityLots(lots), price, fee, new Asset(asset), new Instant(at));
}
