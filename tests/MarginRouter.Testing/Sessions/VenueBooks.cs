using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Testing.Sessions;

/// <summary>An invented venue's own books of an account: an independent reckoning of balances and average entry that the ledger must agree with.</summary>
internal sealed class VenueBooks
{
    private readonly SortedDictionary<string, decimal> balances = new(StringComparer.Ordinal);
    private readonly SubaccountId account;
    private readonly InstrumentId instrument;
    private readonly bool keepsPosition;
    private readonly decimal? leverage;

    public VenueBooks(SubaccountId account, InstrumentId instrument, decimal? leverage, params (string Asset, decimal Quantity)[] opening)
    {
        this.account = account;
        this.instrument = instrument;
        this.leverage = leverage;
        keepsPosition = leverage is not null;
        foreach ((string asset, decimal quantity) in opening)
            balances[asset] = quantity;
    }

    /// <summary>Signed lots.</summary>
    public long Lots { get; private set; }

    /// <summary>Quote money paid for the position, signed: what is left of it when the position is sold at cost.</summary>
    public decimal Cost { get; private set; }

    public void Book(Side side, Fill fill)
    {
        Instrument traded = TestFirm.Reference[instrument];
        decimal signed = side.Sign() * fill.Quantity.Value;
        decimal money = signed * fill.Price * traded.BasePerLot;
        balances[traded.Quote.Code] = balances.GetValueOrDefault(traded.Quote.Code) - fill.Fee;
        if (!keepsPosition)
        {
            balances[traded.Base.Code] = balances.GetValueOrDefault(traded.Base.Code) + (signed * traded.BasePerLot);
            balances[traded.Quote.Code] -= money;
            return;
        }

        bool grows = Lots == 0 || Math.Sign(Lots) == side.Sign();
        long closing = grows ? 0 : Math.Min(Math.Abs(Lots), fill.Quantity.Value);
        decimal costOfClosed = closing == 0 ? 0m : Cost * closing / Math.Abs(Lots);
        decimal moneyOfClosed = money * closing / fill.Quantity.Value;
        balances[traded.Quote.Code] += -moneyOfClosed - costOfClosed;
        Cost += money - moneyOfClosed - costOfClosed;
        Lots += (long)signed;
    }

    public AccountSnapshot Statement(Instant asOf)
    {
        decimal entry = Lots == 0 ? 0m : Cost / (Lots * TestFirm.Reference[instrument].BasePerLot);
        PositionSnapshot[] positions = keepsPosition ? [new PositionSnapshot(instrument, new PositionLots(Lots), entry, leverage)] : [];
        return new AccountSnapshot(
            account, asOf, [.. balances.Select(balance => new AssetBalance(new Asset(balance.Key), balance.Value))], [.. positions]);
    }

    /// <summary>How far the ledger's account is from these books: lots of position, and money with the position at cost.</summary>
    public (long Lots, decimal Money) DistanceOf(AccountState ledger)
    {
        long lots = 0;
        decimal money = 0m;
        foreach (PositionSnapshot position in ledger.Positions)
        {
            lots += position.Quantity.Value;
            money += position.Quantity.Value * position.EntryPrice * TestFirm.Reference[position.Instrument].BasePerLot;
        }

        money -= Cost;
        decimal others = 0m;
        foreach (string asset in balances.Keys)
        {
            decimal held = ledger.Balances.Where(balance => balance.Asset.Code == asset).Select(balance => balance.Quantity).SingleOrDefault();
            if (asset == TestFirm.Reference[instrument].Quote.Code)
                money += held - balances[asset];
            else
                others += Math.Abs(held - balances[asset]);
        }

        return (Math.Abs(lots - Lots), Math.Abs(money) + others);
    }
}
