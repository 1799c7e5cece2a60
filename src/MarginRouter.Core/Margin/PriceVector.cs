using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// One price for every instrument and asset that is known at one moment, or the reason why there is none. A stress scenario is
/// another vector. Immutable. What is not in it is missing: callers refuse by the reason given here and never assume.
/// </summary>
public sealed record PriceVector
{
    private ImmutableArray<ValuationPrice?> marks;
    private ImmutableArray<Refusal?> markRefusals;
    private ImmutableSortedDictionary<string, ValuationPrice> assets;

    /// <summary>Makes a vector.</summary>
    /// <param name="marks">By instrument id; null where unknown.</param>
    /// <param name="markRefusals">By instrument id; why a mark is null (for example stale); null means plainly missing.</param>
    /// <param name="assets">Value of one unit of an asset in the numeraire, by asset code (ordinal order).</param>
    public PriceVector(
        ImmutableArray<ValuationPrice?> marks,
        ImmutableArray<Refusal?> markRefusals,
        ImmutableSortedDictionary<string, ValuationPrice> assets)
    {
        if (marks.Length != markRefusals.Length)
            throw new ArgumentException("marks and reasons differ in length");
        this.marks = marks;
        this.markRefusals = markRefusals;
        this.assets = assets;
    }

    /// <summary>Number of instruments covered.</summary>
    public int InstrumentCount => marks.Length;

    /// <summary>Why an asset has no price, by asset code in ordinal order, where more is known than that it has none.</summary>
    public ImmutableSortedDictionary<string, string> MissingAssets { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The moment of the vector, from which the time to an expiry counts; null where nothing in it expires.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>What venues state of options, by instrument id.</summary>
    public ImmutableSortedDictionary<int, OptionQuote> Options { get; init; } = ImmutableSortedDictionary.Create<int, OptionQuote>();

    /// <summary>Why an option has no quote, by instrument id, where more is known than that it has none (for example stale).</summary>
    public ImmutableSortedDictionary<int, Refusal> OptionRefusals { get; init; } = ImmutableSortedDictionary.Create<int, Refusal>();

    /// <summary>All known asset prices, in ordinal order of the code.</summary>
    public ImmutableSortedDictionary<string, ValuationPrice> Assets => assets;

    /// <summary>The mark of an instrument, or null.</summary>
    public ValuationPrice? Mark(InstrumentId instrument) => marks[instrument.Value];

    /// <summary>Why a mark is null, where a special reason is known (for example stale); null otherwise.</summary>
    public Refusal? MarkRefusal(InstrumentId instrument) => markRefusals[instrument.Value];

    /// <summary>The value of one unit of an asset in the numeraire, or null.</summary>
    public ValuationPrice? Value(Asset asset) => assets.TryGetValue(asset.Code, out ValuationPrice price) ? price : null;

    /// <summary>Finds a mark; when there is none gives the named reason.</summary>
    public bool TryMark(Instrument instrument, out decimal price, out Refusal? refusal)
    {
        ValuationPrice? mark = marks[instrument.Id.Value];
        price = mark?.Value ?? 0m;
        refusal = mark is null
            ? markRefusals[instrument.Id.Value] ?? new Refusal(RefusalReason.PriceMissing, $"mark of {instrument.Symbol}")
            : null;
        return refusal is null;
    }

    /// <summary>Finds an option's quote; when there is none gives the named reason.</summary>
    public bool TryOption(Instrument instrument, out OptionQuote quote, out Refusal? refusal)
    {
        refusal = Options.TryGetValue(instrument.Id.Value, out quote)
            ? null
            : OptionRefusals.GetValueOrDefault(instrument.Id.Value)
                ?? new Refusal(RefusalReason.PriceMissing, $"implied volatility of {instrument.Symbol}");
        return refusal is null;
    }

    /// <summary>Finds the price of one asset in units of another; 1 for the same asset; otherwise through the numeraire.</summary>
    public bool TryConvert(Asset from, Asset to, out decimal rate, out Refusal? refusal)
    {
        rate = 1m;
        refusal = null;
        if (from == to)
            return true;
        ValuationPrice? source = Value(from);
        ValuationPrice? target = Value(to);
        if (source is null || target is null)
        {
            Asset missing = source is null ? from : to;
            string why = MissingAssets.TryGetValue(missing.Code, out string? reason) ? $": {reason}" : string.Empty;
            refusal = new Refusal(RefusalReason.CurrencyMissing, $"{missing.Code} in {to.Code}{why}");
            return false;
        }

        rate = source.Value.Value / target.Value.Value;
        return true;
    }

    /// <summary>True when this vector says all of this.</summary>
    internal bool IsOf(
        ReadOnlySpan<ValuationPrice?> prices,
        ReadOnlySpan<Refusal?> refusals,
        ImmutableSortedDictionary<string, ValuationPrice> values,
        ImmutableSortedDictionary<string, string> missing)
    {
        if (!HasValues(values, missing) || prices.Length != marks.Length)
            return false;
        for (int i = 0; i < marks.Length; i++)
        {
            if (prices[i] != marks[i] || refusals[i] != markRefusals[i])
                return false;
        }

        return true;
    }

    /// <summary>True when these are the very values of assets that this says.</summary>
    internal bool HasValues(ImmutableSortedDictionary<string, ValuationPrice> values, ImmutableSortedDictionary<string, string> missing) =>
        ReferenceEquals(values, assets) && ReferenceEquals(missing, MissingAssets);

    /// <summary>True when this is made of the very marks and values of another, whatever the moment; options may differ.</summary>
    internal bool IsSameButForTime(PriceVector other) =>
        marks == other.marks && markRefusals == other.markRefusals && ReferenceEquals(assets, other.assets) && ReferenceEquals(MissingAssets, other.MissingAssets);

    /// <summary>True when both say the same of every instrument and asset, whenever it was said; options may differ.</summary>
    internal bool HasSameFigures(PriceVector other)
    {
        if (IsSameButForTime(other))
            return true;
        if (marks.Length != other.marks.Length || assets.Count != other.assets.Count
            || !(ReferenceEquals(MissingAssets, other.MissingAssets) || (MissingAssets.IsEmpty && other.MissingAssets.IsEmpty)))
            return false;
        for (int i = 0; i < marks.Length; i++)
        {
            if (marks[i]?.Value != other.marks[i]?.Value || markRefusals[i] != other.markRefusals[i])
                return false;
        }

        if (ReferenceEquals(assets, other.assets))
            return true;
        foreach ((string code, ValuationPrice price) in assets)
        {
            if (!other.assets.TryGetValue(code, out ValuationPrice its) || its.Value != price.Value)
                return false;
        }

        return true;
    }

    /// <summary>True when both have a mark of an instrument and it is the same, whenever it was made.</summary>
    internal bool SharesMark(PriceVector other, InstrumentId instrument) =>
        marks[instrument.Value] is { } own && other.marks[instrument.Value] is { } its && own.Value == its.Value;

    /// <summary>True when both have a value of an asset and it is the same, whenever it was made.</summary>
    internal bool SharesValue(PriceVector other, Asset asset) =>
        ReferenceEquals(assets, other.assets) || (Value(asset) is { } own && other.Value(asset) is { } its && own.Value == its.Value);

    /// <summary>
    /// The same vector after one underlying has moved and everything else has stayed: its own value, the marks of contracts and pairs on
    /// it, and (inversely) the marks of pairs quoted in it. Options on it are revalued at their volatility; one that cannot be loses its mark.
    /// </summary>
    /// <param name="reference">The instruments of this vector.</param>
    /// <param name="underlying">The asset that moves.</param>
    /// <param name="factor">New price over old; positive.</param>
    public PriceVector Moved(ReferenceData reference, Asset underlying, decimal factor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(factor);
        PriceVector moved = assets.TryGetValue(underlying.Code, out ValuationPrice value)
            ? this with { assets = assets.SetItem(underlying.Code, value with { Value = value.Value * factor }) }
            : this;
        ImmutableArray<ValuationPrice?>.Builder values = marks.ToBuilder();
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is not { } mark)
                continue;
            Instrument instrument = reference.Instruments[i];
            if (instrument.Kind == InstrumentKind.Option)
                values[i] = instrument.Base == underlying ? Revalued(instrument, moved, 1m) : mark;
            else if (instrument.Base == underlying)
                values[i] = mark with { Value = mark.Value * factor };
            else if (instrument.Quote == underlying)
                values[i] = mark with { Value = mark.Value / factor };
        }

        return moved with
        {
            marks = values.ToImmutable(),
            Options = OptionMark.Scaled(reference, Options, option => (option.Base == underlying ? factor : 1m, 1m)),
        };
    }

    /// <summary>The mark of an option of this vector under moved asset values and another volatility; null when a figure is missing.</summary>
    internal ValuationPrice? Revalued(Instrument option, PriceVector moved, decimal volatilityFactor) =>
        OptionMark.Moved(option, this, moved, volatilityFactor) is { } value ? marks[option.Id.Value]!.Value with { Value = value } : null;

    /// <summary>The same vector with other asset values.</summary>
    internal PriceVector WithAssets(ImmutableSortedDictionary<string, ValuationPrice> values) => this with { assets = values };

    /// <summary>The same vector with other marks; its moment, its asset values and its options are kept.</summary>
    internal PriceVector WithMarks(ImmutableArray<ValuationPrice?> others, ImmutableArray<Refusal?> refusals) =>
        others.Length == marks.Length && refusals.Length == marks.Length
            ? this with { marks = others, markRefusals = refusals }
            : throw new ArgumentException("marks and reasons differ in length");

    /// <summary>The same vector with the mark of one instrument as its venue states it, whether there was one or not.</summary>
    public PriceVector Stating(InstrumentId instrument, decimal price, Instant asOf)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        ValuationPrice mark = new(price, asOf, PriceSource.VenueMark);
        return this with { marks = marks.SetItem(instrument.Value, mark), markRefusals = markRefusals.SetItem(instrument.Value, null) };
    }

    /// <summary>The same vector with another mark of one instrument, which must have one.</summary>
    public PriceVector WithMark(InstrumentId instrument, decimal price)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(price);
        ValuationPrice mark = marks[instrument.Value] ?? throw new InvalidOperationException($"instrument {instrument.Value} has no mark");
        return this with { marks = marks.SetItem(instrument.Value, mark with { Value = price }) };
    }
}
