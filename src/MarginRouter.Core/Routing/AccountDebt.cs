using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Routing;

/// <summary>What an account owes of an asset, for limits on borrowing.</summary>
internal static class AccountDebt
{
    /// <summary>
    /// Units of the asset owed when all has filled that may still fill and pays with it, in whatever pair; negative when the account has
    /// some. Where the venue keeps loans as positions in a pair, balances do not count, whether a position is stated or not: an order on
    /// margin borrows all that it pays with. Nothing that comes in is counted.
    /// </summary>
    /// <param name="reference">The firm's instruments.</param>
    /// <param name="account">The account with its statement and open size.</param>
    /// <param name="asset">What is owed.</param>
    /// <param name="asked">The pair that is asked about, and what a lot of it may cost at worst in units of the asset.</param>
    /// <param name="keeping">How the account's venue keeps what it lends.</param>
    public static decimal Owed(
        ReferenceData reference, RouteAccount account, Asset asset, (Instrument Instrument, decimal Unit) asked, PositionKeeping keeping)
    {
        decimal owed = 0m;
        if (keeping != PositionKeeping.SpotMargin)
        {
            foreach (AssetBalance balance in account.Account!.Balances)
            {
                if (balance.Asset == asset)
                    owed -= balance.Net;
            }
        }

        decimal elsewhere = 0m;
        foreach (PositionSnapshot position in account.Account!.Positions)
        {
            // A position in a pair is a loan of one of its assets: of the quote for a long, of the base for a short.
            Instrument instrument = reference[position.Instrument];
            if (instrument.Id == asked.Instrument.Id)
                owed = (instrument.Quote == asset ? 1m : -1m) * position.Quantity.Value * asked.Unit;
            else if (instrument.Kind == InstrumentKind.Spot)
                elsewhere += Math.Max(0m, Loan(instrument, position, asset));
        }

        foreach (PendingFill fill in account.Pending)
        {
            Instrument instrument = reference[fill.Instrument];
            if (instrument.Kind != InstrumentKind.Spot || Paid(instrument, fill.Side) != asset)
                continue;
            elsewhere += fill.Quantity.Value * (instrument.Id == asked.Instrument.Id ? asked.Unit : Unit(account, instrument, fill));
        }

        return owed + elsewhere;
    }

    /// <summary>The asset that a side pays with.</summary>
    public static Asset Paid(Instrument instrument, Side side) => side == Side.Buy ? instrument.Quote : instrument.Base;

    private static decimal Loan(Instrument instrument, PositionSnapshot position, Asset asset)
    {
        decimal quantity = position.Quantity.Value * instrument.BasePerLot;
        return instrument.Quote == asset ? quantity * position.EntryPrice : instrument.Base == asset ? -quantity : 0m;
    }

    private static decimal Unit(RouteAccount account, Instrument instrument, PendingFill fill) => fill.Side == Side.Buy
        ? instrument.BasePerLot * instrument.Price(fill.LimitPrice) * (1m + account.Subaccount.TakerRate(instrument))
        : instrument.BasePerLot;
}
