using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Spot on margin where every position uses cost over leverage, fixed at its entry price (margin-models section 5.1). The venue's
/// ratio is equity over used margin: it demands one value before it takes a new order and liquidates at a lower one, which is
/// rescaled to a maintenance requirement of that share of used margin (section 10.1).
/// </summary>
internal sealed class UsedMarginLevel : IFrameRules
{
    private readonly MarginRuleSet rules;
    private readonly RatioRule ratio;

    public UsedMarginLevel(MarginRuleSet rules)
    {
        this.rules = rules;
        ratio = rules.Ratio ?? throw new ArgumentException($"{rules.Name} has no ratio", nameof(rules));
    }

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
        frame.Maintenance!.Set(place, UsedPieces(slot, position, leverage, ratio.LiquidateAt));
        frame.Acceptance!.Set(place, UsedPieces(slot, position, leverage, ratio.AcceptAt ?? 1m));
        if (table!.LargestAt(leverage) is { } largest)
        {
            frame.AddRow(new LimitRow(RefusalReason.LeverageBracket, instrument.Symbol, largest, 0m, leverage))
                .Set(place, SizePieces(slot, rules.TierUnit));
        }

        return null;
    }

    /// <summary>A share of the margin used by longs and by shorts: only one of them exists, so the larger is the requirement.</summary>
    private static LimitPiece[] UsedPieces(FrameSlot slot, in PositionSnapshot position, decimal leverage, decimal share)
    {
        decimal scale = share * slot.Rate;
        decimal perPrice = scale * slot.Instrument.BasePerLot;
        decimal longs = Math.Max(slot.Held, 0m);
        decimal shorts = Math.Max(-slot.Held, 0m);
        return
        [
            new LimitPiece
            {
                Intercept = longs * position.EntryPrice * perPrice,
                CostBuy = scale,
                OpenBuy = scale,
                Divisor = leverage,
                Release = new ReleaseRule(Side.Buy, perPrice, shorts, longs > 0m ? position.EntryPrice : null),
            },
            new LimitPiece
            {
                Intercept = shorts * position.EntryPrice * perPrice,
                CostSell = scale,
                OpenSell = scale,
                Divisor = leverage,
                Release = new ReleaseRule(Side.Sell, perPrice, longs, shorts > 0m ? position.EntryPrice : null),
            },
        ];
    }

    private static LimitPiece[] SizePieces(FrameSlot slot, TierUnit unit)
    {
        decimal perLot = unit switch
        {
            TierUnit.Notional => slot.MarkValue,
            TierUnit.Coins => slot.Instrument.BasePerLot,
            TierUnit.Contracts => slot.Instrument.LotSize,
        };
        decimal held = slot.Held * perLot;
        return
        [
            new LimitPiece { Intercept = held, FilledBuy = perLot, FilledSell = -perLot },
            new LimitPiece { Intercept = -held, FilledBuy = -perLot, FilledSell = perLot },
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
        if (table is null || instrument.Kind != InstrumentKind.Spot)
            return new Refusal(RefusalReason.TierMissing, $"{instrument.Symbol} in {rules.Name}");
        if (!frame.Prices.TryMark(instrument, out mark, out Refusal? noMark))
            return noMark;
        if (!frame.Prices.TryConvert(instrument.Quote, frame.Account.Subaccount.Reporting, out rate, out Refusal? noRate))
            return noRate;
        if (position.Leverage is not > 0m)
            return new Refusal(RefusalReason.LeverageMissing, $"{instrument.Symbol} of {frame.Account.Subaccount.Name}");
        return null;
    }
}
