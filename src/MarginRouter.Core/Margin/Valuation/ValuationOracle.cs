using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>
/// Makes one price per rule of the newest observations of its sources, and says what changed. One writer; it reads no clock, and an
/// evaluation in which nothing changes allocates nothing.
/// </summary>
public sealed class ValuationOracle
{
    private readonly RulePrice[] prices;
    private readonly PriceObservations observed;
    private readonly List<ValuationChange> changes = [];

    /// <summary>Makes an oracle that has observed nothing; throws <see cref="ArgumentException"/> for rules that cannot be.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="rules">The rules; the quote asset of a source is priced by an earlier rule.</param>
    public ValuationOracle(ReferenceData reference, ImmutableArray<ValuationRule> rules)
    {
        Rules = rules;
        observed = new PriceObservations(reference.Instruments.Length);
        prices = new RulePrice[rules.Length];
        for (int i = 0; i < rules.Length; i++)
        {
            int count = i;
            prices[i] = new RulePrice(reference, rules[i], asset => Earlier(asset, count));
        }

    }

    /// <summary>The rules.</summary>
    public ImmutableArray<ValuationRule> Rules { get; }

    /// <summary>What failed when and for how long.</summary>
    public ValuationLog Log { get; } = new();

    /// <summary>What changed since <see cref="ForgetChanges"/>, in the order of the rules.</summary>
    public IReadOnlyList<ValuationChange> Changes => changes;

    /// <summary>Keeps the newest price of an instrument from one kind of source; null withdraws it.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="kind">Venue mark, venue index or own book; throws <see cref="ArgumentException"/> otherwise.</param>
    /// <param name="price">Its price with the time from which its age counts.</param>
    public void Observe(InstrumentId instrument, PriceSource kind, ValuationPrice? price) => observed[instrument, kind] = price;

    /// <summary>Makes every price anew. The same observations at the same time give the same prices, in whatever order they came.</summary>
    public void Evaluate(Instant now)
    {
        foreach (RulePrice price in prices)
        {
            int before = changes.Count;
            price.Evaluate(observed, now);
            price.Tell(changes);
            for (int change = before; change < changes.Count; change++)
                Log.Take(now, changes[change]);
        }
    }

    /// <summary>The price of a rule as last evaluated; null when every way of making it failed.</summary>
    public ValuationPrice? Price(int rule) => prices[rule].Price;

    /// <summary>What a source was good for when last evaluated.</summary>
    public SourceStatus Status(int rule, int source) => prices[rule].Status(source);

    /// <summary>A source's price as last evaluated, in the unit of its rule and as old as its oldest part; null when there is none.</summary>
    public ValuationPrice? Source(int rule, int source) => prices[rule].Source(source);

    /// <summary>What a rule prices, as in reports: an asset's code, or venue:symbol of an instrument.</summary>
    public string Name(int rule) => prices[rule].Name;

    /// <summary>Which sources of a rule are not usable and why, in words.</summary>
    public string Failures(int rule) => prices[rule].Failures();

    /// <summary>Forgets the changes once they are recorded.</summary>
    public void ForgetChanges() => changes.Clear();

    /// <summary>The process was away: what was observed before says nothing, and the time between is nobody's failure.</summary>
    /// <param name="until">The last moment before.</param>
    public void Restart(Instant until)
    {
        observed.Clear();
        foreach (RulePrice price in prices)
            price.Clear();
        Log.Restart(until);
    }

    private RulePrice? Earlier(Asset asset, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (Rules[i].Instrument is null && Rules[i].Asset == asset)
                return prices[i];
        }

        return null;
    }
}
