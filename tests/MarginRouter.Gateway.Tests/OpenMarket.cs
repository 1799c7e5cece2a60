using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>Venues up, books, marks and statements of the test firm: from then on an order is judged on its merits.</summary>
internal static class OpenMarket
{
    public static void Open(EngineDesk desk, Instant now)
    {
        foreach (Venue venue in TestFirm.Reference.Venues)
            desk.Apply(new VenueConnectionChanged(venue.Id, Connected: true, "test"));
        desk.Apply(MarketEvents.Book(TestFirm.Perpetual, now, [(59_990m, 1m)], [(60_010m, 1m), (60_020m, 2m), (60_030m, 5m)]));
        desk.Apply(MarketEvents.Book(TestFirm.Margined, now, [(59_990m, 1m)], [(60_110m, 1m), (60_120m, 2m)]));
        desk.Apply(MarketEvents.Book(TestFirm.Spot, now, [(59_980m, 1m)], [(60_210m, 1m), (60_220m, 2m)]));
        desk.Apply(MarketEvents.Book(TestFirm.Currency, now, [(0.9999m, 100_000m)], [(1.0001m, 100_000m)]));
        desk.Apply(new MarkPriceReceived(TestFirm.Perpetual, 60_000m, now));
        State(desk, TestFirm.AlphaAccount, now, [new AssetBalance(new Asset("USDT"), 1_000_000m)], [MarketEvents.Position(TestFirm.Perpetual, 0m, 0m, 10m)]);
        State(desk, TestFirm.BetaAccount, now, [new AssetBalance(new Asset("USD"), 1_000_000m)], [MarketEvents.Position(TestFirm.Margined, 0m, 0m, 5m)]);
        State(desk, TestFirm.GammaAccount, now, [new AssetBalance(new Asset("USD"), 500_000m), new AssetBalance(new Asset("BTC"), 2m)], []);
    }

    private static void State(EngineDesk desk, SubaccountId account, Instant now, AssetBalance[] balances, PositionSnapshot[] positions) =>
        desk.Apply(new AccountReported(new AccountSnapshot(account, now, [.. balances], [.. positions])));
}
