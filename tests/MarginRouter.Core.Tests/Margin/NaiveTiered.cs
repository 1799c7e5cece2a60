using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>What a fill is doing in one state.</summary>
internal enum FillState
{
    Absent,
    Open,
    Filled,
}

/// <summary>
/// Linear tiered margin written down state by state, straight from the venue's formulas: one tier looked up per position, cash
/// flows summed. It knows nothing of affine pieces.
/// </summary>
internal sealed class NaiveTiered(MarginRuleSet rules, MarginAccount account, PriceVector prices)
{
    public sealed record Figures(decimal Equity, decimal Maintenance, decimal Required, IReadOnlyDictionary<InstrumentId, decimal> Sizes, IReadOnlyDictionary<InstrumentId, long> Positions)
    {
        public decimal? Utilisation => Maintenance == 0m ? 0m : Equity > 0m ? Maintenance / Equity : null;
    }

    public decimal Limit => account.Subaccount.UtilisationLimit;

    public Figures At(IReadOnlyList<PendingFill> fills, IReadOnlyList<FillState> states)
    {
        decimal equity = 0m;
        decimal maintenance = 0m;
        decimal required = 0m;
        Dictionary<InstrumentId, decimal> sizes = [];
        Dictionary<InstrumentId, long> positions = [];
        foreach (AssetBalance balance in account.Balances)
            equity += balance.Quantity;
        foreach (InstrumentId id in new[] { MarginWorld.Btc, MarginWorld.Eth })
        {
            Instrument instrument = MarginWorld.Reference[id];
            PositionSnapshot held = account.Positions.FirstOrDefault(p => p.Instrument == id);
            if (held.Leverage is not { } leverage)
                continue;
            decimal mark = prices.Mark(id)!.Value.Value;
            decimal contracts = held.Quantity.Value * instrument.LotSize;
            equity += contracts * (mark - held.EntryPrice);
            decimal bids = 0m;
            decimal asks = 0m;
            for (int i = 0; i < fills.Count; i++)
            {
                if (fills[i].Instrument != id)
                    continue;
                decimal size = instrument.Quantity(fills[i].Quantity);
                decimal price = instrument.Price(fills[i].LimitPrice);
                int sign = fills[i].Side == Side.Buy ? 1 : -1;
                if (states[i] == FillState.Filled)
                {
                    contracts += sign * size;
                    equity += (sign * size * (mark - price)) - (size * price * instrument.Fees.TakerRate);
                }
                else if (states[i] == FillState.Open && sign > 0)
                {
                    bids += size * price;
                }
                else if (states[i] == FillState.Open)
                {
                    asks += size * Math.Max(price, mark * 1.0015m);
                }
            }

            TierTable table = rules.FindTiers(instrument.Symbol)!;
            decimal notional = Math.Abs(contracts) * mark;
            MarginTier tier = table.At(notional) ?? table.Tiers[^1];
            maintenance += (notional * tier.MaintenanceRate) - tier.Deduction;
            decimal side = Math.Max(Math.Abs((contracts * mark) + bids), Math.Abs((contracts * mark) - asks));
            required += side / leverage;
            sizes[id] = side;
            positions[id] = (long)(contracts / instrument.LotSize);
        }

        return new Figures(equity, maintenance, required, sizes, positions);
    }

    public bool Holds(Figures figures)
    {
        foreach ((InstrumentId id, decimal size) in figures.Sizes)
        {
            decimal leverage = account.Positions.First(p => p.Instrument == id).Leverage!.Value;
            if (size > rules.FindTiers(MarginWorld.Reference[id].Symbol)!.LargestAt(leverage))
                return false;
        }

        return figures.Maintenance <= Limit * figures.Equity && figures.Required <= figures.Equity;
    }

    /// <summary>Each limit's excess: utilisation, acceptance, and the leverage bracket of each instrument.</summary>
    public decimal[] Excesses(Figures figures) =>
    [
        figures.Maintenance - (Limit * figures.Equity),
        figures.Required - figures.Equity,
        .. figures.Sizes.Select(size => size.Value - (rules.FindTiers(MarginWorld.Reference[size.Key].Symbol)!
            .LargestAt(account.Positions.First(p => p.Instrument == size.Key).Leverage!.Value) ?? decimal.MaxValue)),
    ];

    /// <summary>Every assignment of open and filled to the fills (absent too when few), as states.</summary>
    public static IEnumerable<FillState[]> States(int count)
    {
        int radix = count <= 4 ? 3 : 2;
        long total = (long)Math.Pow(radix, count);
        for (long code = 0; code < total; code++)
        {
            FillState[] states = new FillState[count];
            long rest = code;
            for (int i = 0; i < count; i++, rest /= radix)
                states[i] = (FillState)((int)(rest % radix) + (3 - radix));
            yield return states;
        }
    }
}
