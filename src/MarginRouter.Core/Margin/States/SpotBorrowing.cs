using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>What spot fills borrow beyond today's debts: one limit for each asset of the pairs of an account.</summary>
internal sealed class SpotBorrowing<T>
    where T : struct, INumber<T>
{
    private readonly IStateMargin margin;
    private readonly MarginAccount account;
    private readonly List<(Asset Asset, decimal Held, LimitReading<T> Standing)> assets = [];
    private readonly List<(int Base, int Quote)> pairs = [];
    private bool[] moved = [];

    /// <summary>Limits of an account.</summary>
    public SpotBorrowing(IStateMargin margin, MarginAccount account)
    {
        this.margin = margin;
        this.account = account;
    }

    /// <summary>Adds a limit for each asset that spot fills move: nothing is borrowed beyond what the venue has said that it lends.</summary>
    public void Add(StateReading<T> reading, ReadOnlySpan<StateFill> done)
    {
        if (pairs.Count != margin.SlotCount)
            Extend();
        if (assets.Count == 0)
            return;
        foreach (ref readonly StateFill fill in done)
        {
            (int own, int quote) = pairs[fill.Slot];
            if (own >= 0)
                (moved[own], moved[quote]) = (true, true);
        }

        for (int i = 0; i < assets.Count; i++)
        {
            (Asset asset, decimal held, LimitReading<T> standing) = assets[i];
            if (!moved[i])
            {
                reading.Limits.Add(standing);
                continue;
            }

            moved[i] = false;
            decimal borrowed = Math.Max(0m, -(held + SpotExchange.Change(margin, done, asset))) - Math.Max(0m, -held);
            reading.Limits.Add(standing with { Required = T.CreateChecked(Math.Max(0m, borrowed)) });
        }
    }

    private void Extend()
    {
        assets.Clear();
        pairs.Clear();
        foreach (Asset asset in SpotExchange.Assets(margin))
        {
            AssetBalance held = new(asset, 0m);
            foreach (AssetBalance balance in account.Balances)
                held = balance.Asset == asset ? balance : held;
            T borrowable = T.CreateChecked(held.Borrowable ?? 0m);
            assets.Add((asset, held.Quantity, new LimitReading<T>(RefusalReason.BorrowLimit, asset.Code, T.Zero, borrowable, null)));
        }

        moved = new bool[assets.Count];
        for (int slot = 0; slot < margin.SlotCount; slot++)
        {
            Instrument pair = margin[slot];
            pairs.Add(pair.Kind == InstrumentKind.Spot
                ? (assets.FindIndex(one => one.Asset == pair.Base), assets.FindIndex(one => one.Asset == pair.Quote))
                : (-1, -1));
        }
    }
}
