using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>What a limit on borrowing counts as owed: loans stated apart, and everything open that pays with the asset, in any pair.</summary>
public sealed class AccountDebtTests
{
    private static readonly Asset Dollar = new("USD");
    private static readonly Instrument Bitcoin = Pair(0, "BTC");
    private static readonly Instrument Ether = Pair(1, "ETH");
    private static readonly ReferenceData Reference = new([new Venue(new VenueId(0), "venue")], [Bitcoin, Ether], []);

    [Fact]
    public void Owed_LoanStatedApart_CountsWithItsInterest() =>
        Assert.Equal(401m, Owed([new AssetBalance(Dollar, 100m) { Borrowed = 500m, Interest = 1m }]));

    [Fact]
    public void Owed_OpenOrdersOfAnotherPair_AddWithTheirFee() =>
        Assert.Equal(-100m + (2m * 30m * 1.01m), Owed([new AssetBalance(Dollar, 100m)], pending: [Open(Ether, Side.Buy, 2, 30), Open(Ether, Side.Sell, 5, 30)]));

    [Fact]
    public void Owed_OpenOrdersOfThePairItself_CountAtTheWorstPriceAsked() =>
        Assert.Equal(3m * 70m, Owed([], pending: [Open(Bitcoin, Side.Buy, 3, 60)]));

    [Fact]
    public void Owed_LoansKeptAsPositions_AddAndNothingIsNettedBetweenPairs()
    {
        Assert.Equal((2m * 70m) + (4m * 25m), Owed([new AssetBalance(Dollar, 1000m)], [Held(Bitcoin, 2, 50m), Held(Ether, 4, 25m)]));
        Assert.Equal(2m * 70m, Owed([], [Held(Bitcoin, 2, 50m), Held(Ether, -4, 25m)]));
    }

    [Fact]
    public void Owed_LoansKeptAsPositionsAndNoneStated_CashDoesNotCount() =>
        Assert.Equal(0m, AccountDebt.Owed(Reference, Account([new AssetBalance(Dollar, 1000m)], [], []), Dollar, (Bitcoin, 70m), PositionKeeping.SpotMargin));

    [Fact]
    public void Owed_OfTheBase_ComesFromShortsAndOpenSales() =>
        Assert.Equal(7m, AccountDebt.Owed(Reference, Account([], [Held(Bitcoin, -3, 50m)], [Open(Bitcoin, Side.Sell, 4, 60)]), Bitcoin.Base, (Bitcoin, 1m), PositionKeeping.SpotMargin));

    private static decimal Owed(AssetBalance[] balances, PositionSnapshot[]? positions = null, PendingFill[]? pending = null) =>
        AccountDebt.Owed(Reference, Account(balances, positions ?? [], pending ?? []), Dollar, (Bitcoin, 70m), positions is null ? PositionKeeping.None : PositionKeeping.SpotMargin);

    private static RouteAccount Account(AssetBalance[] balances, PositionSnapshot[] positions, PendingFill[] pending)
    {
        Subaccount subaccount = new(new SubaccountId(0), "account", new VenueId(0), "unmargined/spot", Dollar, 1m, [Bitcoin.Id, Ether.Id]);
        return new RouteAccount(subaccount, new MarginAccount(subaccount, 1, new Instant(1), [.. balances], [.. positions]), [.. pending], null);
    }

    private static PositionSnapshot Held(Instrument instrument, long lots, decimal entry) => new(instrument.Id, new PositionLots(lots), entry, null);

    private static PendingFill Open(Instrument instrument, Side side, long lots, long ticks) =>
        new(instrument.Id, side, new QuantityLots(lots), new PriceTicks(ticks));

    private static Instrument Pair(int id, string code) => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(0),
        Symbol = $"{code}USD",
        Kind = InstrumentKind.Spot,
        Base = new Asset(code),
        Quote = Dollar,
        Settlement = Dollar,
        TickSize = 1m,
        LotSize = 1m,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0.01m, 0m),
    };
}
