using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>An account that borrows what it sells, over FIX: debts and credit come from the venue, and bound what is routed.</summary>
public sealed class BorrowingTests
{
    [Fact]
    public async Task BorrowingAccount_SellsWhatTheVenueLends_AndNoMore()
    {
        VenueRules rules = new()
        {
            Prime = PublishedRules.Read("binance/spot-cross") with
            {
                Reporting = new Asset("USD"),
                Interest = new InterestRule(1m, false, 0.0001m, 0m, null),
            },
            PrimeBalances = [("USD", 2_000_000m)],
            PrimeCredit = new Dictionary<string, decimal> { ["BTC"] = 12m },
        };
        await using DriftWorld world = await DriftWorld.StartAsync(rules, 100_000m);
        await BalanceAsync(world, balance => balance.Borrowable == 12m);

        ReportParent sold = await world.TradeAsync(CrashConfiguration.SpotDesk, "S1", Side.Sell, 8m);
        Assert.Equal(8m, sold.CumulativeQuantity);
        AssetBalance owed = await BalanceAsync(world, balance => balance.Borrowed == 8m);
        Assert.Equal((0m, 4m), (owed.Quantity, owed.Borrowable!.Value));

        // Interest falls due when the debt begins; the venue charges it with its next move.
        owed = await BalanceAsync(world, balance => balance.Interest > 0m);
        Assert.Equal(8m * 0.0001m, owed.Interest);

        world.Venues.Refill();
        ReportParent beyond = await world.TradeAsync(CrashConfiguration.SpotDesk, "S2", Side.Sell, 8m);
        Assert.Equal(4m, beyond.CumulativeQuantity);
        Assert.Contains(beyond.Refusals, refusal => refusal.Reason == RefusalReason.BorrowLimit && refusal.Subject == "BTC");

        world.Venues.Refill();
        Assert.Equal(13m, (await world.TradeAsync(CrashConfiguration.SpotDesk, "B1", Side.Buy, 13m)).CumulativeQuantity);
        AssetBalance free = await BalanceAsync(world, balance => balance.Borrowed == 0m);
        Assert.Equal((0m, 12m), (free.Interest, free.Borrowable!.Value));
        StatementBalance atVenue = world.Venues.Statement("prime-main").Balances.Single(balance => balance.Asset == "BTC");
        Assert.Equal(atVenue.Quantity, free.Quantity);
        Assert.InRange(free.Quantity, 0.998m, 1m);
    }

    private static async Task<AssetBalance> BalanceAsync(DriftWorld world, Func<AssetBalance, bool> fits)
    {
        AssetBalance[] Stated() =>
        [
            .. world.Router.Events.OfType<AccountReported>()
                .Where(report => report.Snapshot.Subaccount == DriftWorld.Prime)
                .SelectMany(report => report.Snapshot.Balances.Where(balance => balance.Asset.Code == "BTC")),
        ];
        await Patience.UntilAsync(() => Stated().LastOrDefault() is { } last && fits(last), "a stated balance", () => string.Join("; ", Stated().TakeLast(5)));
        return Stated()[^1];
    }
}
