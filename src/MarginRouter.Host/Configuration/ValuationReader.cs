using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Host.Configuration;

/// <summary>
/// Reads how assets (<c>assetPrices</c>) and instruments without a mark of their own (<c>instrumentPrices</c>) are valued. An entry has a
/// fixed figure, or a plain list of spot instruments of which the first live book counts, or sources with all their figures.
/// </summary>
internal sealed class ValuationReader(ImmutableArray<Instrument> instruments, Func<JsonSection, string, string, Instrument?> find, AgeLimits ages)
{
    private const decimal Largest = 1_000_000_000m;
    private readonly List<ValuationRule> rules = [];

    /// <summary>All rules: those of assets in the order of the file, then those of instruments.</summary>
    public ImmutableArray<ValuationRule> Read(JsonSection router)
    {
        foreach (JsonSection section in router.Sections("assetPrices"))
        {
            Asset asset = new(section.Text("asset"));
            if (rules.Exists(rule => rule.Asset == asset))
                section.Errors.Add($"{section.Place}.asset", $"{asset} is priced already");
            rules.Add(ReadAsset(section, asset));
            section.Close();
        }

        foreach (JsonSection section in router.OptionalSections("instrumentPrices"))
        {
            if (find(section, "instrument", section.Text("instrument")) is Instrument instrument)
                rules.Add(ReadInstrument(section, instrument));
            section.Close();
        }

        return [.. rules];
    }

    private ValuationRule ReadAsset(JsonSection section, Asset asset)
    {
        string[] given = [.. ((string[])["fixed", "instruments", "sources"]).Where(section.Has)];
        if (given.Length != 1)
            section.Errors.Add(section.Place, "exactly one of fixed, instruments and sources is expected");
        if (section.OptionalNumber("fixed", 0.000000000001m, Largest) is decimal value)
            return ValuationRule.Fixed(asset, value);
        if (section.Has("sources"))
            return ReadSources(section, new ValuationRule { Asset = asset });
        List<InstrumentId> books = [];
        foreach (string name in section.Has("instruments") ? section.Texts("instruments") : [])
        {
            if (find(section, "instruments", name) is not Instrument instrument)
                continue;
            books.Add(instrument.Id);
            if (instrument.Kind != InstrumentKind.Spot)
                section.Errors.Add($"{section.Place}.instruments", $"{name} is no spot price of {asset}");
            CheckAsset($"{section.Place}.instruments", section.Errors, name, instrument, asset);
        }

        return ValuationRule.FirstBook(asset, [.. books], ages.BookMilliseconds);
    }

    private ValuationRule ReadInstrument(JsonSection section, Instrument instrument)
    {
        if (instrument.IsDerivative)
        {
            section.Errors.Add(
                $"{section.Place}.instrument", $"{instrument.Symbol} is a derivative: its margin is judged by its venue's own mark and by nothing else");
        }

        if (rules.Exists(rule => rule.Instrument == instrument.Id))
            section.Errors.Add($"{section.Place}.instrument", $"{instrument.Symbol} is priced already");
        return ReadSources(section, new ValuationRule { Asset = instrument.Base, Instrument = instrument.Id });
    }

    private ValuationRule ReadSources(JsonSection section, ValuationRule rule)
    {
        List<ValuationSource> sources = [];
        foreach (JsonSection item in section.Sections("sources"))
        {
            if (ReadSource(item, rule) is ValuationSource source)
            {
                if (sources.Exists(other => other.Instrument == source.Instrument && other.Kind == source.Kind))
                    item.Errors.Add(item.Place, "this source is listed already");
                sources.Add(source);
            }

            item.Close();
        }

        ImmutableArray<ValuationMethod> order = ReadOrder(section);
        bool median = order.Contains(ValuationMethod.WeightedMedian) || order.Contains(ValuationMethod.TimeWeightedAverage);
        rule = rule with
        {
            Sources = [.. sources],
            Order = order,
            MaximumDeviation = median || section.Has("maximumDeviation") ? section.Number("maximumDeviation", 0.000001m, 1m) : null,
            MinimumSources = median ? section.Whole("minimumSources", 1, ValuationRule.MaximumSources) : 1,
            AverageMilliseconds = order.Contains(ValuationMethod.TimeWeightedAverage) ? section.Whole("averageMilliseconds", 1_000, 3_600_000) : null,
        };
        if (rule.Sources.Length is 0 or > ValuationRule.MaximumSources)
            section.Errors.Add($"{section.Place}.sources", $"1 to {ValuationRule.MaximumSources} sources are expected");
        else if (rule.MinimumSources > rule.Sources.Length)
            section.Errors.Add($"{section.Place}.minimumSources", $"there are only {rule.Sources.Length} sources");
        decimal total = rule.Sources.Sum(source => source.Weight);
        if (rule.Sources.Length >= 3 && rule.Sources.Any(source => 2m * source.Weight >= total))
            section.Errors.Add($"{section.Place}.sources", "one weight is not below that of all the others together: it would decide alone");
        return rule;
    }

    private ValuationSource? ReadSource(JsonSection section, ValuationRule rule)
    {
        string name = section.Text("instrument");
        Instrument? instrument = find(section, "instrument", name);
        string price = section.Text("price");
        PriceSource? kind = price switch
        {
            "mark" => PriceSource.VenueMark,
            "index" => PriceSource.VenueIndex,
            "book" => PriceSource.OwnBook,
            _ => null,
        };
        if (kind is null && price.Length > 0)
            section.Errors.Add($"{section.Place}.price", $"'{price}' is not one of mark, index, book");
        decimal weight = section.OptionalNumber("weight", 0.000001m, 1_000_000m) ?? 1m;
        long age = section.OptionalWhole("maximumAgeMilliseconds", 1, 3_600_000)
            ?? (kind == PriceSource.OwnBook ? ages.BookMilliseconds : ages.MarkMilliseconds);
        if (instrument is null || kind is not PriceSource known)
            return null;
        if (known == PriceSource.VenueIndex && !instrument.IsDerivative)
            section.Errors.Add($"{section.Place}.price", $"{name} is a spot pair and has no index");
        if (instrument.Kind == InstrumentKind.Option || instrument.IsInverse)
            section.Errors.Add($"{section.Place}.instrument", $"{name} is an option or an inverse contract, whose price is no price of {rule.Asset}");
        CheckAsset($"{section.Place}.instrument", section.Errors, name, instrument, rule.Asset, rule.Instrument);
        return new ValuationSource(instrument.Id, known, weight, age);
    }

    private static ImmutableArray<ValuationMethod> ReadOrder(JsonSection section)
    {
        List<ValuationMethod> order = [];
        foreach (string text in section.Texts("order"))
        {
            ValuationMethod? method = text switch
            {
                "weightedMedian" => ValuationMethod.WeightedMedian,
                "timeWeightedAverage" => ValuationMethod.TimeWeightedAverage,
                "firstSource" => ValuationMethod.FirstSource,
                _ => null,
            };
            if (method is not ValuationMethod known)
                section.Errors.Add($"{section.Place}.order", $"'{text}' is not one of weightedMedian, timeWeightedAverage, firstSource");
            else if (order.Contains(known))
                section.Errors.Add($"{section.Place}.order", $"'{text}' stands there twice");
            else
                order.Add(known);
        }

        if (order.Count == 0)
            section.Errors.Add($"{section.Place}.order", "at least one way to make the price is expected");
        return [.. order];
    }

    /// <summary>A source is on the asset, and quoted in one that an earlier entry prices.</summary>
    private void CheckAsset(string place, ConfigurationErrors errors, string name, Instrument instrument, Asset asset, InstrumentId? priced = null)
    {
        if (instrument.Base != asset)
            errors.Add(place, $"{name} is on {instrument.Base}, not {asset}");
        Asset? unit = priced is InstrumentId id ? instruments[id.Value].Quote : null;
        if (unit == instrument.Quote)
            return;
        foreach (Asset needed in unit is Asset other ? [instrument.Quote, other] : (Asset[])[instrument.Quote])
        {
            if (!rules.Exists(rule => rule.Asset == needed && rule.Instrument is null))
                errors.Add(place, $"{name} is quoted in {instrument.Quote}, and no earlier rule prices {needed}");
        }
    }
}
