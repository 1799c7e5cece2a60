using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing;

/// <summary>What an account holds and may come to hold of an asset, seen from one side of the market.</summary>
public static class AccountExposure
{
    /// <summary>
    /// Exposure of an account to an asset at its worst for a side, in units of the asset: for net what is held on that side (negative on
    /// the other) and may still be added to it, for gross the largest size that each position can come to.
    /// </summary>
    /// <param name="reference">The instruments.</param>
    /// <param name="account">The account; null counts as nothing.</param>
    /// <param name="pending">What may still fill of its children.</param>
    /// <param name="asset">The asset.</param>
    /// <param name="measure">The side, and how positions are summed up.</param>
    public static decimal Worst(
        ReferenceData reference, MarginAccount? account, ReadOnlySpan<PendingFill> pending, Asset asset, (Side Side, ExposureKind Kind) measure)
    {
        if (account is null)
            return 0m;
        decimal balances = Balance(account, asset);
        decimal sum = 0m;
        decimal loose = measure.Side.Sign() * balances;
        foreach (PositionSnapshot position in account.Positions)
        {
            Instrument instrument = reference[position.Instrument];
            if (instrument.Base == asset)
                sum += OfPosition(account, pending, instrument, measure);
        }

        foreach (ref readonly PendingFill fill in pending)
        {
            Instrument instrument = reference[fill.Instrument];
            if (instrument.Base == asset && !Lists(account, fill.Instrument) && fill.Side == measure.Side)
                loose += fill.Quantity.Value * instrument.BasePerLot;
        }

        return sum + (measure.Kind == ExposureKind.Net ? loose : Math.Abs(loose));
    }

    /// <summary>The range that a position may come to, on a side's scale in units of the base: lowest and highest.</summary>
    internal static (decimal Low, decimal High) Range(MarginAccount account, ReadOnlySpan<PendingFill> pending, Instrument instrument, Side side)
    {
        decimal held = Lists(account, instrument.Id) ? side.Sign() * Held(account, instrument) : side.Sign() * Balance(account, instrument.Base);
        (decimal low, decimal high) = (held, held);
        foreach (ref readonly PendingFill fill in pending)
        {
            if (fill.Instrument != instrument.Id)
                continue;
            decimal size = fill.Quantity.Value * instrument.BasePerLot;
            if (fill.Side == side)
                high += size;
            else
                low -= size;
        }

        return (low, high);
    }

    private static decimal OfPosition(
        MarginAccount account, ReadOnlySpan<PendingFill> pending, Instrument instrument, (Side Side, ExposureKind Kind) measure)
    {
        (decimal low, decimal high) = Range(account, pending, instrument, measure.Side);
        if (instrument.Option is { } option && measure.Kind == ExposureKind.Net)
        {
            // An option's delta lies between nothing and one unit of its direction: what its side could come to at most.
            decimal held = option.Right == OptionRight.Call ? high : -low;
            return Math.Max(0m, held);
        }

        return measure.Kind == ExposureKind.Net ? high : Math.Max(Math.Abs(low), Math.Abs(high));
    }

    private static bool Lists(MarginAccount account, InstrumentId instrument)
    {
        foreach (PositionSnapshot position in account.Positions)
        {
            if (position.Instrument == instrument)
                return true;
        }

        return false;
    }

    private static decimal Held(MarginAccount account, Instrument instrument)
    {
        foreach (PositionSnapshot position in account.Positions)
        {
            if (position.Instrument == instrument.Id)
                return position.Quantity.Value * instrument.BasePerLot;
        }

        return 0m;
    }

    private static decimal Balance(MarginAccount account, Asset asset)
    {
        foreach (AssetBalance balance in account.Balances)
        {
            if (balance.Asset == asset)
                return balance.Quantity;
        }

        return 0m;
    }
}
