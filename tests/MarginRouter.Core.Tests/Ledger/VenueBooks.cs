using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Ledger;

/// <summary>
/// The venue's own books of one account: it executes, keeps balances and positions by simple sums, and states them at any time. What
/// the ledger must agree with.
/// </summary>
internal sealed class VenueBooks(bool marginedSpot)
{
    private readonly Dictionary<string, decimal> balances = new() { ["USDT"] = 1_000_000m, ["USD"] = 50_000m, ["BTC"] = 5m };
    private readonly Dictionary<InstrumentId, (long Lots, decimal Entry)> positions = [];
    private long clock = 1_000;
    private int trades;

    public (ChildOrderTerms Terms, Fill Fill) Execute(Random random)
    {
        InstrumentId id = new(random.Next(4));
        Instrument instrument = MarginWorld.Reference[id];
        Side side = random.Next(2) == 0 ? Side.Buy : Side.Sell;
        long lots = random.Next(1, 50);
        decimal price = Math.Round(MarginWorld.Marks[id.Value] * (1m + ((decimal)random.NextDouble() * 0.1m)), 2);
        clock += random.Next(1, 4);
        decimal fee = Math.Round(lots * instrument.BasePerLot * price * 0.0005m, 8);
        Move(instrument, side, lots, price, fee);
        ChildOrderTerms terms = new(
            new ChildOrderId(new ParentOrderId(1), 1, trades),
            new SubaccountId(0),
            id,
            side,
            new QuantityLots(lots),
            new PriceTicks(1),
            false);
        return (terms, new Fill(terms.Id, $"t{++trades}", new QuantityLots(lots), price, fee, instrument.Settlement, new Instant(clock)));
    }

    public AccountSnapshot State() => new(
        new SubaccountId(0),
        new Instant(clock),
        [.. balances.Select(balance => new AssetBalance(new Asset(balance.Key), balance.Value))],
        [.. positions.Select(p => new PositionSnapshot(p.Key, new PositionLots(p.Value.Lots), p.Value.Lots == 0 ? 0m : p.Value.Entry, 10m))]);

    public void AssertSame(AccountState account, string place)
    {
        foreach ((string asset, decimal expected) in balances)
        {
            decimal found = account.Balances.FirstOrDefault(balance => balance.Asset.Code == asset).Quantity;
            Assert.True(Math.Abs(expected - found) < 1e-15m, $"{place}: {asset} {found}, at the venue {expected}");
        }

        foreach ((InstrumentId id, (long lots, decimal entry)) in positions)
        {
            PositionSnapshot found = account.Positions.FirstOrDefault(position => position.Instrument == id);
            Assert.True(found.Quantity.Value == lots, $"{place}: {id} {found.Quantity.Value} lots, at the venue {lots}");
            Assert.True(lots == 0 || Math.Abs(found.EntryPrice - entry) < 1e-15m, $"{place}: {id} entry {found.EntryPrice}, at the venue {entry}");
        }
    }

    private void Move(Instrument instrument, Side side, long lots, decimal price, decimal fee)
    {
        long signed = side == Side.Buy ? lots : -lots;
        balances[instrument.Settlement.Code] -= fee;
        if (instrument.Kind == InstrumentKind.Spot && !marginedSpot)
        {
            balances[instrument.Base.Code] += signed * instrument.BasePerLot;
            balances[instrument.Quote.Code] -= signed * instrument.BasePerLot * price;
            return;
        }

        (long held, decimal entry) = positions.GetValueOrDefault(instrument.Id);

        // One lot at a time: the plainest way to write reduction, flat and flip down.
        for (long lot = 0; lot < lots; lot++)
        {
            int step = Math.Sign(signed);
            if (held * step >= 0)
            {
                entry = ((entry * Math.Abs(held)) + price) / (Math.Abs(held) + 1);
            }
            else
            {
                balances[instrument.Settlement.Code] += -step * (price - entry) * instrument.BasePerLot;
                entry = held + step == 0 ? 0m : entry;
            }

            held += step;
        }

        positions[instrument.Id] = (held, entry);
    }
}
