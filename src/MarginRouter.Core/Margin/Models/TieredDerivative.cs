using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Linear contracts under cross margin (margin-models section 1.1): maintenance is notional times the tier's rate less its deduction,
/// equity is the wallet plus unrealised profit, initial margin is notional over the chosen leverage, open orders count on the
/// larger side at an assumed price, and a chosen leverage allows a largest notional.
/// </summary>
internal sealed class TieredDerivative : IFrameRules
{
    private readonly MarginRuleSet rules;
    private TieredPieces?[] kept = [];

    public TieredDerivative(MarginRuleSet rules) => this.rules = rules;

    /// <inheritdoc />
    public string RuleSet => rules.Name;

    /// <inheritdoc />
    public PositionKeeping Positions => rules.Positions;

    /// <inheritdoc />
    public LimitFrame Open(ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables)
    {
        LimitFrame frame = new(this, reference, account, prices, beyondTables);
        Subaccount subaccount = account.Subaccount;
        frame.AddRow(new LimitRow(
            RefusalReason.MaintenanceUtilisation, subaccount.LimitName, 0m, subaccount.UtilisationLimit, subaccount.UtilisationLimit));
        decimal usable = 1m - subaccount.AcceptanceReserve;
        frame.AddRow(new LimitRow(RefusalReason.VenueAcceptance, subaccount.LimitName, 0m, usable, usable == 1m ? null : usable));
        CollateralRule.AddBalances(frame, rules);
        HeldPositions.AddTo(frame, reference);
        return frame;
    }

    /// <inheritdoc />
    public Refusal? Add(LimitFrame frame, Instrument instrument, PositionSnapshot position)
    {
        if (Missing(frame, instrument, position, out TierTable? table, out decimal mark, out decimal rate) is { } refusal)
            return refusal;
        decimal leverage = position.Leverage!.Value;
        FrameSlot slot = new()
        {
            Instrument = instrument,
            Held = position.Quantity.Value,
            Mark = mark,
            Rate = rate,
            Orders = rules.Orders,
        };
        int place = frame.AddSlot(slot);
        if (!position.Quantity.IsFlat)
            frame.AddEquity($"unrealisedProfit {instrument.Symbol}", slot.Held * (slot.MarkValue - (position.EntryPrice * instrument.BasePerLot)) * rate);
        TieredPieces pieces = Pieces(table!, slot, leverage, keeps: !frame.BeyondTables);
        frame.Maintenance!.Set(place, pieces.Maintenance);
        frame.Acceptance!.Set(place, pieces.Initial);
        if (table!.LargestAt(leverage) is { } largest)
            frame.AddRow(new LimitRow(RefusalReason.LeverageBracket, instrument.Symbol, largest, 0m, leverage)).Set(place, pieces.Size);
        return null;
    }

    /// <summary>The pieces of an instrument, the last ones again while table, value, rate and leverage stay; hypothetical ones are not kept.</summary>
    private TieredPieces Pieces(TierTable table, FrameSlot slot, decimal leverage, bool keeps)
    {
        int id = slot.Instrument.Id.Value;
        if (id < kept.Length && kept[id] is { } known && known.IsFor(table, slot.MarkValue, slot.Rate, leverage))
            return known;
        var pieces = new TieredPieces(
            table, slot.MarkValue, slot.Rate, leverage, MaintenancePieces(table, slot), SidePieces(slot, slot.Rate, leverage), SidePieces(slot, 1m, 1m));
        if (!keeps)
            return pieces;
        if (id >= kept.Length)
            Array.Resize(ref kept, id + 1);
        kept[id] = pieces;
        return pieces;
    }

    private static LimitPiece[] MaintenancePieces(TierTable table, FrameSlot slot)
    {
        LimitPiece[] pieces = new LimitPiece[table.Tiers.Length * 2];
        decimal perLot = slot.MarkValue * slot.Rate;
        for (int k = 0; k < table.Tiers.Length; k++)
        {
            MarginTier tier = table.Tiers[k];
            decimal slope = perLot * tier.MaintenanceRate;
            decimal deduction = tier.Deduction * slot.Rate;
            pieces[2 * k] = new LimitPiece { Intercept = -deduction, CountsHeld = true, FilledBuy = slope, FilledSell = -slope };
            pieces[(2 * k) + 1] = new LimitPiece { Intercept = -deduction, CountsHeld = true, FilledBuy = -slope, FilledSell = slope };
        }

        return pieces;
    }

    /// <summary>max(|held + open buys|, |held - open sells|) over a leverage, as its two sides.</summary>
    private static LimitPiece[] SidePieces(FrameSlot slot, decimal rate, decimal leverage)
    {
        decimal perLot = slot.MarkValue * rate;
        return
        [
            new LimitPiece { Intercept = 0m, CountsHeld = true, FilledBuy = perLot, FilledSell = -perLot, OpenBuy = rate, Divisor = leverage },
            new LimitPiece { Intercept = 0m, CountsHeld = true, FilledBuy = -perLot, FilledSell = perLot, OpenSell = rate, Divisor = leverage },
        ];
    }

    private Refusal? Missing(
        LimitFrame frame,
        Instrument instrument,
        in PositionSnapshot position,
        out TierTable? table,
        out decimal mark,
        out decimal rate)
    {
        mark = 0m;
        rate = 0m;
        table = rules.FindTiers(instrument.Symbol);
        if (table is null || instrument.Kind is not (InstrumentKind.LinearPerpetual or InstrumentKind.LinearFuture))
            return new Refusal(RefusalReason.TierMissing, $"{instrument.Symbol} in {rules.Name}");
        if (!rules.Haircuts.ContainsKey(instrument.Settlement.Code))
            return new Refusal(RefusalReason.CurrencyMissing, $"{instrument.Settlement.Code} as collateral in {rules.Name}");
        if (!frame.Prices.TryMark(instrument, out mark, out Refusal? noMark))
            return noMark;
        if (!frame.Prices.TryConvert(instrument.Settlement, frame.Account.Subaccount.Reporting, out rate, out Refusal? noRate))
            return noRate;
        if (position.Leverage is not > 0m)
            return new Refusal(RefusalReason.LeverageMissing, $"{instrument.Symbol} of {frame.Account.Subaccount.Name}");
        decimal notional = Math.Abs(position.Quantity.Value) * instrument.BasePerLot * mark;
        if (!frame.BeyondTables && notional > table.Top)
            return new Refusal(RefusalReason.TierMissing, $"{instrument.Symbol} in {rules.Name}", notional, table.Top);
        return null;
    }
}
