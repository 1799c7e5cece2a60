using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Core.Engine;

/// <summary>The firm's valuation prices: feeds the oracle, names what is missing, records changes and tells when a price falls back.</summary>
internal sealed class ValuationWatch
{
    private readonly Firm firm;
    private readonly ValuationPrice?[] known;
    private ImmutableSortedDictionary<string, ValuationPrice> prices = ImmutableSortedDictionary.Create<string, ValuationPrice>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, string> missing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    private readonly ValuationOracle oracle;
    private readonly HashSet<string> established = new(StringComparer.Ordinal);
    private readonly HashSet<string> troubled = new(StringComparer.Ordinal);

    public ValuationWatch(Firm firm)
    {
        this.firm = firm;
        oracle = new ValuationOracle(firm.Reference, firm.Valuation);
        known = new ValuationPrice?[firm.Valuation.Length];
        Books =
        [
            .. firm.Valuation
                .SelectMany(rule => rule.Sources)
                .Where(source => source.Kind == PriceSource.OwnBook)
                .Select(source => source.Instrument)
                .Distinct(),
        ];
    }

    /// <summary>The instruments whose books are sources.</summary>
    public ImmutableArray<InstrumentId> Books { get; }

    /// <summary>What failed when and for how long.</summary>
    public ValuationLog Log => oracle.Log;

    /// <summary>Takes a venue's mark and index; a figure that is no price withdraws the last one.</summary>
    public void Observe(MarkPriceReceived mark, Instant at)
    {
        oracle.Observe(mark.Instrument, PriceSource.VenueMark, mark.Price > 0 ? new ValuationPrice(mark.Price, at, PriceSource.VenueMark) : null);
        if (mark.IndexPrice is decimal index)
            oracle.Observe(mark.Instrument, PriceSource.VenueIndex, index > 0 ? new ValuationPrice(index, at, PriceSource.VenueIndex) : null);
    }

    /// <summary>Takes the mid of one of <see cref="Books"/>.</summary>
    public void Observe(InstrumentId instrument, ValuationPrice? mid) => oracle.Observe(instrument, PriceSource.OwnBook, mid);

    /// <summary>Makes every price anew.</summary>
    public void Evaluate(Instant now) => oracle.Evaluate(now);

    /// <summary>The prices of assets that there are, and for the others the reason; the same objects as before while nothing changed.</summary>
    public (ImmutableSortedDictionary<string, ValuationPrice> Prices, ImmutableSortedDictionary<string, string> Missing) Values()
    {
        if (HaveChanged())
        {
            prices = ImmutableSortedDictionary.Create<string, ValuationPrice>(StringComparer.Ordinal);
            missing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
            for (int i = 0; i < firm.Valuation.Length; i++)
            {
                ValuationRule rule = firm.Valuation[i];
                if (rule.Instrument is not null)
                    continue;
                if (oracle.Price(i) is ValuationPrice price)
                    prices = prices.SetItem(rule.Asset.Code, price);
                else
                    missing = missing.SetItem(rule.Asset.Code, oracle.Failures(i));
            }
        }

        return (prices, missing);
    }

    private bool HaveChanged()
    {
        bool changed = false;
        for (int i = 0; i < firm.Valuation.Length; i++)
        {
            // Why a price is missing may change while it stays missing. A configured price is made at every moment anew and stays what it is.
            ValuationPrice? price = oracle.Price(i);
            bool stays = known[i] is { } last && (last == price || (last.Source == PriceSource.Configured && price is { } now && now with { AsOf = last.AsOf } == last));
            changed |= firm.Valuation[i].Instrument is null && !stays;
            known[i] = price;
        }

        return changed;
    }

    /// <summary>The value of an asset in the numeraire by its rule; null when it has none.</summary>
    public decimal? Worth(Asset asset)
    {
        for (int i = 0; i < firm.Valuation.Length; i++)
        {
            if (firm.Valuation[i].Instrument is null && firm.Valuation[i].Asset == asset)
                return oracle.Price(i)?.Value;
        }

        return null;
    }

    /// <summary>The price that the rules give an instrument; null when no rule does or its price is missing.</summary>
    public ValuationPrice? Price(InstrumentId instrument)
    {
        for (int i = 0; i < firm.Valuation.Length; i++)
        {
            if (firm.Valuation[i].Instrument == instrument)
                return oracle.Price(i);
        }

        return null;
    }

    /// <summary>Hands over what changed since the last call, for the journal, and tells a person when a price falls back or is missing.</summary>
    public void Flush(CommandList commands)
    {
        if (oracle.Changes.Count == 0)
            return;
        foreach (ValuationChange change in oracle.Changes)
        {
            commands.Add(new RecordValuation(change));
            if (change.Source is null)
                Tell(change, commands);
            else if (change.Status == SourceStatus.SetAside)
                commands.Add(new RaiseAlarm("valuationSetAside", $"{change.Price}: {change.Source} is too far from the others"));
        }

        oracle.ForgetChanges();
    }

    /// <summary>Takes a change that the journal holds.</summary>
    public void Recover(Instant at, ValuationChange change) => oracle.Log.Take(at, change);

    /// <summary>Forgets what was observed before a restart.</summary>
    public void Restart(Instant until)
    {
        oracle.Restart(until);
        established.Clear();
        troubled.Clear();
    }

    private void Tell(ValuationChange change, CommandList commands)
    {
        bool told = established.Contains(change.Price);
        if (change.Place is not null)
            established.Add(change.Price);
        bool wasTroubled = troubled.Contains(change.Price);
        switch (change.Place)
        {
            case 0 when wasTroubled:
                troubled.Remove(change.Price);
                commands.Add(new RaiseAlarm("valuationRestored", $"{change.Price}: priced by {change.Method} again"));
                break;
            case > 0:
                troubled.Add(change.Price);
                commands.Add(new RaiseAlarm("valuationFallback", $"{change.Price}: priced by {change.Method}; {Failures(change.Price)}"));
                break;
            case null when told:
                // Before the first price everything is missing: the service says so by not being ready.
                troubled.Add(change.Price);
                commands.Add(new RaiseAlarm("valuationMissing", $"{change.Price}: no price; {Failures(change.Price)}"));
                break;
        }
    }

    private string Failures(string price)
    {
        for (int i = 0; i < firm.Valuation.Length; i++)
        {
            if (string.Equals(oracle.Name(i), price, StringComparison.Ordinal))
                return oracle.Failures(i);
        }

        throw new InvalidOperationException($"no rule prices {price}");
    }
}
