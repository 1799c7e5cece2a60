using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// Which orders only shrink what is held, whatever else of the account fills: on the other side of the position, and together with
/// every other reducing order not larger than it. It needs no price. Where there are only balances, what is held is the base asset.
/// </summary>
internal sealed class FlatteningRule
{
    private readonly ReferenceData reference;
    private readonly MarginAccount account;
    private readonly ImmutableArray<PendingFill> pending;
    private readonly bool keepsPositions;

    public FlatteningRule(ReferenceData reference, MarginAccount account, ImmutableArray<PendingFill> pending, bool keepsPositions)
    {
        this.reference = reference;
        this.account = account;
        this.pending = pending;
        this.keepsPositions = keepsPositions;
    }

    /// <summary>Null when every candidate only shrinks its position; else why not, in contracts.</summary>
    public Refusal? Refuse(ReadOnlySpan<PendingFill> candidates)
    {
        foreach (ref readonly PendingFill candidate in candidates)
        {
            if (candidate.Quantity.IsZero)
                continue;
            Instrument instrument = reference[candidate.Instrument];
            decimal held = Held(instrument);
            decimal size = Math.Abs(held);
            if (Math.Sign(held) != -candidate.Side.Sign())
            {
                return new Refusal(
                    RefusalReason.WouldGrowPosition,
                    instrument.Symbol,
                    (size + candidate.Quantity.Value) * instrument.LotSize,
                    size * instrument.LotSize);
            }

            decimal reducing = Reducing(candidate.Instrument, candidate.Side, candidates);
            if (reducing > size)
                return new Refusal(RefusalReason.WouldCrossFlat, instrument.Symbol, reducing * instrument.LotSize, size * instrument.LotSize);
        }

        return null;
    }

    /// <summary>Lots of the last candidate that only shrink its position, after the candidates before it and the other children.</summary>
    public long Room(ReadOnlySpan<PendingFill> candidates)
    {
        PendingFill last = candidates[^1];
        decimal held = Held(reference[last.Instrument]);
        if (Math.Sign(held) != -last.Side.Sign())
            return 0;
        decimal room = Math.Abs(held) - Reducing(last.Instrument, last.Side, candidates[..^1]);
        return (long)Math.Clamp(room, 0m, last.Quantity.Value);
    }

    /// <summary>True when the candidates are a flattening order of one instrument: what passes while margin is unknown.</summary>
    public bool PassesUnknown(ReadOnlySpan<PendingFill> candidates) => OneInstrument(candidates) && Refuse(candidates) is null;

    /// <summary>The lots of the last candidate that pass while margin is unknown.</summary>
    public long RoomUnknown(ReadOnlySpan<PendingFill> candidates) =>
        OneInstrument(candidates) && Refuse(candidates[..^1]) is null ? Room(candidates) : 0;

    private static bool OneInstrument(ReadOnlySpan<PendingFill> candidates)
    {
        foreach (ref readonly PendingFill candidate in candidates)
        {
            if (candidate.Instrument != candidates[0].Instrument)
                return false;
        }

        return true;
    }

    private decimal Held(Instrument instrument)
    {
        if (keepsPositions)
        {
            foreach (PositionSnapshot position in account.Positions)
            {
                if (position.Instrument == instrument.Id)
                    return position.Quantity.Value;
            }

            return 0m;
        }

        foreach (AssetBalance balance in account.Balances)
        {
            if (balance.Asset == instrument.Base)
                return decimal.Truncate(balance.Net / instrument.BasePerLot);
        }

        return 0m;
    }

    private decimal Reducing(InstrumentId instrument, Side side, ReadOnlySpan<PendingFill> candidates)
    {
        decimal lots = 0m;
        foreach (ref readonly PendingFill fill in pending.AsSpan())
            lots += fill.Instrument == instrument && fill.Side == side ? fill.Quantity.Value : 0;
        foreach (ref readonly PendingFill fill in candidates)
            lots += fill.Instrument == instrument && fill.Side == side ? fill.Quantity.Value : 0;
        return lots;
    }
}
