using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Collateral;

/// <summary>
/// Whether spot fills leave an account within its own limits on what it holds: least share in stable assets, largest share in one other.
/// Each share is judged at the fill state that is worst for it: the fills that move it the wrong way, and none that move it back. An
/// account that is over a limit already may trade what does not worsen it.
/// </summary>
internal sealed class CollateralMix
{
    private readonly ReferenceData reference;
    private readonly CollateralLimits limits;
    private readonly ImmutableArray<PendingFill> pending;
    private readonly PriceVector prices;
    private readonly SortedDictionary<string, decimal> values = new(StringComparer.Ordinal);
    private readonly Asset currency;

    public CollateralMix(ReferenceData reference, MarginAccount account, ImmutableArray<PendingFill> pending, PriceVector prices)
    {
        this.reference = reference;
        this.pending = pending;
        this.prices = prices;
        limits = account.Subaccount.Collateral!;
        currency = account.Subaccount.Reporting;
        foreach (AssetBalance balance in account.Balances)
        {
            if (balance.Quantity <= 0m)
                continue;
            if (prices.TryConvert(balance.Asset, currency, out decimal rate, out Refusal? missing))
                values[balance.Asset.Code] = balance.Quantity * rate;
            else
                Unknown ??= missing;
        }
    }

    /// <summary>Why the mix is unknown; null when it is known. Nothing is bought or sold for another asset then.</summary>
    public Refusal? Unknown { get; }

    /// <summary>Null when every share holds, or is not made worse, at every reachable state; candidates that exchange nothing pass.</summary>
    public Refusal? Check(ReadOnlySpan<PendingFill> candidates)
    {
        List<PendingFill> fills = [];
        foreach (PendingFill candidate in candidates)
        {
            if (reference[candidate.Instrument].Kind == InstrumentKind.Spot && !candidate.Quantity.IsZero)
                fills.Add(candidate);
        }

        if (fills.Count == 0)
            return null;
        if (Unknown is not null)
            return Unknown;
        foreach (PendingFill open in pending)
        {
            if (reference[open.Instrument].Kind == InstrumentKind.Spot)
                fills.Add(open);
        }

        SortedSet<string> codes = new(values.Keys.Concat(fills.SelectMany(Codes)), StringComparer.Ordinal);
        Refusal? refusal = Worse(null, fills, candidates);
        foreach (string code in codes)
            refusal ??= Worse(code, fills, candidates);
        return refusal;
    }

    /// <summary>The share that breaks its limit as the account stands; null when none does.</summary>
    public Refusal? Standing()
    {
        if (Unknown is not null)
            return Unknown;
        Refusal? refusal = Judge(null, values);
        foreach (string code in values.Keys)
            refusal ??= IsStable(code) ? null : Judge(code, values);
        return refusal;
    }

    /// <summary>The largest size of the last candidate that passes.</summary>
    public QuantityLots Room(Span<PendingFill> candidates, out Refusal? blocking)
    {
        PendingFill wanted = candidates[^1];
        blocking = Check(candidates);
        if (blocking is null)
            return wanted.Quantity;
        (long low, long high) = (0L, wanted.Quantity.Value);
        while (high - low > 1L)
        {
            long middle = low + ((high - low) / 2L);
            candidates[^1] = wanted with { Quantity = new QuantityLots(middle) };
            Refusal? refusal = Check(candidates);
            (low, high) = refusal is null ? (middle, high) : (low, middle);
            blocking = refusal ?? blocking;
        }

        candidates[^1] = wanted with { Quantity = new QuantityLots(high) };
        blocking = Check(candidates);
        candidates[^1] = wanted;
        return new QuantityLots(low);
    }

    /// <summary>The refusal when one share (null: that in stable assets) breaks its limit and the candidates move it the wrong way.</summary>
    private Refusal? Worse(string? code, List<PendingFill> fills, ReadOnlySpan<PendingFill> candidates)
    {
        if (code is null ? limits.LeastStableShare == 0m : limits.LargestShare == 1m || IsStable(code))
            return null;
        bool moved = false;
        foreach (PendingFill candidate in candidates)
            moved |= reference[candidate.Instrument].Kind == InstrumentKind.Spot && Harm(code, candidate) > 0m;
        if (!moved)
            return null;
        SortedDictionary<string, decimal> after = new(values, StringComparer.Ordinal);
        foreach (PendingFill fill in fills)
        {
            if (Harm(code, fill) <= 0m)
                continue;
            Instrument pair = reference[fill.Instrument];
            after[pair.Base.Code] = Math.Max(0m, after.GetValueOrDefault(pair.Base.Code) + Change(pair.Base, fill));
            after[pair.Quote.Code] = Math.Max(0m, after.GetValueOrDefault(pair.Quote.Code) + Change(pair.Quote, fill));
        }

        return Judge(code, after);
    }

    /// <summary>The refusal when one share (null: that in stable assets) of what is held breaks its limit.</summary>
    private Refusal? Judge(string? code, SortedDictionary<string, decimal> after)
    {
        decimal total = after.Values.Sum();
        if (total <= 0m)
            return null;
        decimal share = (code is null ? after.Where(one => IsStable(one.Key)).Sum(one => one.Value) : after.GetValueOrDefault(code)) / total;
        return code switch
        {
            null when share < limits.LeastStableShare =>
                new Refusal(RefusalReason.CollateralMix, "share in stable assets", share, limits.LeastStableShare, limits.LeastStableShare),
            not null when share > limits.LargestShare =>
                new Refusal(RefusalReason.CollateralMix, $"share in {code}", share, limits.LargestShare, limits.LargestShare),
            _ => null,
        };
    }

    /// <summary>By how much a fill moves a share the wrong way: what leaves stable assets, or what comes into an asset.</summary>
    private decimal Harm(string? code, PendingFill fill)
    {
        Instrument pair = reference[fill.Instrument];
        if (code is not null)
            return (pair.Base.Code == code ? Change(pair.Base, fill) : 0m) + (pair.Quote.Code == code ? Change(pair.Quote, fill) : 0m);
        return -((IsStable(pair.Base.Code) ? Change(pair.Base, fill) : 0m) + (IsStable(pair.Quote.Code) ? Change(pair.Quote, fill) : 0m));
    }

    /// <summary>Change of an asset's value by a fill, at its limit price; an asset without a price changes by nothing and is not held either.</summary>
    private decimal Change(Asset asset, PendingFill fill)
    {
        Instrument pair = reference[fill.Instrument];
        if (!prices.TryConvert(asset, currency, out decimal rate, out _))
            return 0m;
        decimal bought = fill.Side.Sign() * fill.Quantity.Value * pair.BasePerLot;
        return rate * (asset == pair.Base ? bought : -bought * pair.Price(fill.LimitPrice));
    }

    private bool IsStable(string code) => limits.Stable.Contains(new Asset(code));

    private IEnumerable<string> Codes(PendingFill fill) => [reference[fill.Instrument].Base.Code, reference[fill.Instrument].Quote.Code];
}
