using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>The price of one rule: its sources as last seen, and how it was made.</summary>
internal sealed class RulePrice
{
    private readonly ValuationRule rule;
    private readonly SourceStatus?[] told;
    private readonly string[] names;
    private readonly RulePrice?[] quotes;
    private readonly RulePrice? unit;
    private readonly SourceStatus[] statuses;
    private readonly ValuationPrice[] prices;
    private readonly decimal[] values;
    private readonly decimal[] weights;
    private readonly AveragingWindow? window;
    private int? toldPrice;

    /// <summary>Prepares a rule; throws <see cref="ArgumentException"/> when it cannot be.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="earlier">The price of an asset by an earlier rule, or null.</param>
    public RulePrice(ReferenceData reference, ValuationRule rule, Func<Asset, RulePrice?> earlier)
    {
        this.rule = rule;
        Require(rule.Sources.Length <= ValuationRule.MaximumSources, "has too many sources");
        Require(rule.FixedValue is null || PriceRange.Holds(rule.FixedValue.Value), "has a fixed price out of range");
        Require(rule.FixedValue.HasValue || !rule.Order.IsEmpty, "has no way to make a price");
        Require(rule.Order.Distinct().Count() == rule.Order.Length, "names one way twice");
        Require(!rule.Order.Contains(ValuationMethod.TimeWeightedAverage) || rule.AverageMilliseconds > 0, "has no averaging window");
        Asset? inUnit = rule.Instrument is InstrumentId priced ? reference[priced].Quote : null;
        quotes = new RulePrice?[rule.Sources.Length];
        for (int i = 0; i < quotes.Length; i++)
        {
            Asset quote = reference[rule.Sources[i].Instrument].Quote;
            if (quote == inUnit)
                continue;
            quotes[i] = earlier(quote);
            Require(quotes[i] is not null, $"has a source in {quote}, which no earlier rule prices");
            if (inUnit is Asset needed)
                unit = earlier(needed);
            Require(inUnit is null || unit is not null, $"is in {inUnit}, which no earlier rule prices");
        }

        Name = rule.Instrument is InstrumentId id ? NameOf(reference, id) : rule.Asset.Code;
        names = [.. rule.Sources.Select(source => $"{NameOf(reference, source.Instrument)} {source.Kind}")];
        told = new SourceStatus?[rule.Sources.Length];
        statuses = new SourceStatus[rule.Sources.Length];
        prices = new ValuationPrice[rule.Sources.Length];
        values = new decimal[rule.Sources.Length];
        weights = new decimal[rule.Sources.Length];
        window = rule.AverageMilliseconds is long milliseconds ? new AveragingWindow(milliseconds * Instant.NanosecondsPerMillisecond) : null;
        Array.Fill(statuses, SourceStatus.Missing);
    }

    /// <summary>What is priced, as in reports.</summary>
    public string Name { get; }

    /// <summary>The price as last made; null when every way failed.</summary>
    public ValuationPrice? Price { get; private set; }

    /// <summary>The place in the rule's order of the way that made it; null when there is none.</summary>
    public int? Place { get; private set; }

    /// <summary>What a source is good for.</summary>
    public SourceStatus Status(int source) => statuses[source];

    /// <summary>A source's price in the unit of the rule with its true time; null when there is none.</summary>
    public ValuationPrice? Source(int source) =>
        statuses[source] is SourceStatus.Missing or SourceStatus.Unconverted ? null : prices[source];

    /// <summary>Forgets everything observed.</summary>
    public void Clear()
    {
        Price = null;
        Place = null;
        toldPrice = null;
        Array.Fill(statuses, SourceStatus.Missing);
        Array.Clear(told);
        window?.Clear();
    }

    /// <summary>Adds what is other than when last told.</summary>
    public void Tell(List<ValuationChange> changes)
    {
        for (int i = 0; i < statuses.Length; i++)
        {
            if (told[i] == statuses[i])
                continue;
            told[i] = statuses[i];
            changes.Add(new ValuationChange(Name, names[i], statuses[i], null, null));
        }

        int place = Place ?? rule.Order.Length;
        if (toldPrice == place)
            return;
        toldPrice = place;
        ValuationMethod? method = Place is int made && !rule.Order.IsEmpty ? rule.Order[made] : null;
        changes.Add(new ValuationChange(Name, null, Price is null ? SourceStatus.Missing : SourceStatus.Usable, Place, method));
    }

    /// <summary>Which sources are not usable and why, in words.</summary>
    public string Failures()
    {
        string text = string.Join(
            ", ", Enumerable.Range(0, names.Length).Where(i => statuses[i] != SourceStatus.Usable).Select(i => $"{names[i]} {statuses[i]}"));
        return text.Length > 0 ? text : "too few sources";
    }

    /// <summary>Makes the price of these observations; earlier rules have made theirs.</summary>
    public void Evaluate(PriceObservations observed, Instant now)
    {
        if (rule.FixedValue is decimal value)
        {
            Price = new ValuationPrice(value, now, PriceSource.Configured);
            Place = 0;
            return;
        }

        for (int i = 0; i < statuses.Length; i++)
            statuses[i] = Judge(i, observed, now);
        SetAside();
        ValuationPrice? median = Median();
        if (median is ValuationPrice sample)
            window?.Add(now, sample);
        Price = null;
        Place = null;
        for (int i = 0; i < rule.Order.Length && Price is null; i++)
        {
            Price = Make(rule.Order[i], median, now);
            Place = Price is null ? null : i;
        }
    }

    private ValuationPrice? Make(ValuationMethod method, ValuationPrice? median, Instant now) => method switch
    {
        ValuationMethod.WeightedMedian => median,
        ValuationMethod.TimeWeightedAverage => window?.Average(now),
        ValuationMethod.FirstSource => First(),
    };

    private SourceStatus Judge(int place, PriceObservations observed, Instant now)
    {
        ValuationSource source = rule.Sources[place];
        if (observed[source.Instrument, source.Kind] is not ValuationPrice price || !PriceRange.Holds(price.Value))
            return SourceStatus.Missing;
        if (!TryConvert(place, ref price))
            return SourceStatus.Unconverted;
        prices[place] = price;
        return now.NanosecondsSince(price.AsOf) <= source.MaximumAgeMilliseconds * Instant.NanosecondsPerMillisecond
            ? SourceStatus.Usable
            : SourceStatus.Stale;
    }

    /// <summary>Brings a source's price into the unit of the rule. Its time becomes the oldest of everything in it, but for fixed prices.</summary>
    private bool TryConvert(int place, ref ValuationPrice price)
    {
        if (quotes[place] is not RulePrice quote)
            return true;
        if (quote.Price is not ValuationPrice worth)
            return false;
        decimal factor = worth.Value;
        Instant oldest = Oldest(price.AsOf, worth.AsOf);
        if (unit is not null)
        {
            if (unit.Price is not ValuationPrice target)
                return false;
            factor /= target.Value;
            oldest = Oldest(oldest, target.AsOf);
        }

        if (!PriceRange.Holds(factor) || !PriceRange.Holds(price.Value * factor))
            return false;
        price = price with { Value = price.Value * factor, AsOf = oldest };
        return true;
    }

    private void SetAside()
    {
        if (rule.MaximumDeviation is not decimal most)
            return;
        int count = Collect();
        if (count < 2)
            return;
        decimal median = WeightedMedian.Of(values.AsSpan(0, count), weights.AsSpan(0, count));
        for (int i = 0; i < statuses.Length; i++)
        {
            if (statuses[i] == SourceStatus.Usable && Math.Abs(prices[i].Value - median) > most * median)
                statuses[i] = SourceStatus.SetAside;
        }
    }

    private ValuationPrice? Median()
    {
        int count = Collect();
        if (count == 0 || count < rule.MinimumSources)
            return null;
        ulong contributors = 0;
        Instant oldest = new(long.MaxValue);
        for (int i = 0; i < statuses.Length; i++)
        {
            if (statuses[i] != SourceStatus.Usable)
                continue;
            contributors |= 1UL << i;
            oldest = Oldest(oldest, prices[i].AsOf);
        }

        decimal median = WeightedMedian.Of(values.AsSpan(0, count), weights.AsSpan(0, count));
        return new ValuationPrice(median, oldest, PriceSource.WeightedMedian) { Contributors = contributors };
    }

    private ValuationPrice? First()
    {
        for (int i = 0; i < statuses.Length; i++)
        {
            if (statuses[i] == SourceStatus.Usable)
                return prices[i] with { Contributors = 1UL << i };
        }

        return null;
    }

    private int Collect()
    {
        int count = 0;
        for (int i = 0; i < statuses.Length; i++)
        {
            if (statuses[i] != SourceStatus.Usable)
                continue;
            values[count] = prices[i].Value;
            weights[count++] = rule.Sources[i].Weight;
        }

        return count;
    }

    private static string NameOf(ReferenceData reference, InstrumentId id) => $"{reference[reference[id].Venue].Name}:{reference[id].Symbol}";

    private static Instant Oldest(Instant one, Instant other) => one < other ? one : other;

    private void Require(bool holds, string what)
    {
        if (!holds)
            throw new ArgumentException($"the price of {rule.Asset} {what}");
    }
}
