using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Spot without borrowing. Nothing is required to keep, so nothing liquidates; an order needs the balance it pays with: quote asset
/// with the fee for a buy, base asset for a sell. Proceeds of one order never pay for another, because either may not fill.
/// </summary>
internal sealed class UnmarginedSpot : IFrameRules
{
    private readonly MarginRuleSet rules;

    public UnmarginedSpot(MarginRuleSet rules) => this.rules = rules;

    /// <inheritdoc />
    public string RuleSet => rules.Name;

    /// <inheritdoc />
    public PositionKeeping Positions => rules.Positions;

    /// <inheritdoc />
    public LimitFrame Open(ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables)
    {
        LimitFrame frame = new(this, reference, account, prices, beyondTables);
        foreach (AssetBalance balance in account.Balances)
        {
            if (balance.Net == 0m)
                continue;
            if (prices.TryConvert(balance.Asset, account.Subaccount.Reporting, out decimal rate, out Refusal? refusal))
                frame.AddEquity($"wallet {balance.Asset.Code}", balance.Net * rate);
            else
                frame.Miss(refusal!);
            if (balance.Net < 0m)
                Row(frame, balance.Asset);
        }

        foreach (PositionSnapshot position in account.Positions)
        {
            if (!position.Quantity.IsFlat)
                frame.Miss(new Refusal(RefusalReason.TierMissing, $"{reference[position.Instrument].Symbol} in {rules.Name}"));
        }

        return frame;
    }

    /// <inheritdoc />
    public Refusal? Add(LimitFrame frame, Instrument instrument, PositionSnapshot position)
    {
        if (instrument.Kind != InstrumentKind.Spot)
            return new Refusal(RefusalReason.TierMissing, $"{instrument.Symbol} in {rules.Name}");
        Asset reporting = frame.Account.Subaccount.Reporting;
        if (!frame.Prices.TryConvert(instrument.Base, reporting, out decimal baseRate, out Refusal? noBase))
            return noBase;
        if (!frame.Prices.TryConvert(instrument.Quote, reporting, out decimal quoteRate, out Refusal? noQuote))
            return noQuote;
        int place = frame.AddSlot(new FrameSlot
        {
            Instrument = instrument,
            Held = 0m,
            Mark = baseRate / quoteRate,
            Rate = quoteRate,
            Orders = rules.Orders,
        });
        Row(frame, instrument.Quote).Set(place, [new LimitPiece { Intercept = 0m, CostBuy = 1m + frame[place].TakerRate }]);
        Row(frame, instrument.Base).Set(place, [new LimitPiece { Intercept = 0m, FilledSell = instrument.BasePerLot }]);
        return null;
    }

    private static LimitRow Row(LimitFrame frame, Asset asset)
    {
        foreach (LimitRow row in frame.Rows)
        {
            if (string.Equals(row.Subject, asset.Code, StringComparison.Ordinal))
                return row;
        }

        decimal balance = 0m;
        foreach (AssetBalance held in frame.Account.Balances)
            balance = held.Asset == asset ? held.Net : balance;
        return frame.AddRow(new LimitRow(RefusalReason.BalanceInsufficient, asset.Code, balance, 0m, null));
    }
}
