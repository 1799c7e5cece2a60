using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>What an account's perpetual contracts are expected to pay for a day at today's rates, each amount in its contract's quote.</summary>
/// <param name="Exposure">Absolute value of the contracts whose rate is stated.</param>
/// <param name="Forecast">The payments of a day; positive is paid.</param>
/// <param name="Missing">Perpetual contracts without a rate, in the order of the case.</param>
public sealed record StressFunding(decimal Exposure, FundingForecast Forecast, ImmutableArray<string> Missing)
{
    private const long NanosecondsPerHour = 3_600_000_000_000L;
    private const decimal UsualHours = 8m;

    /// <summary>The forecast of an account; null when it holds no perpetual contract.</summary>
    public static StressFunding? Of(StressAccount account)
    {
        CasePosition[] perpetuals =
        [
            .. account.Case.Positions.Where(one => one.Option is null && one.Years is null && one.Kind != InstrumentKind.Spot && one.Quantity != 0m),
        ];
        if (perpetuals.Length == 0)
            return null;
        CasePosition[] stated = [.. perpetuals.Where(one => account.Funding.ContainsKey(one.Instrument))];
        ImmutableArray<(string Instrument, decimal Value)> values = [.. stated.Select(one => (one.Instrument, Value(one)))];
        ImmutableArray<FundingTerms> terms = [.. stated.Select(one => Terms(one.Instrument, account.Funding[one.Instrument], account.FundingHours.GetValueOrDefault(one.Instrument, UsualHours)))];
        FundingForecast forecast = FundingForecast.Of(values, terms, (new Instant(0), new Instant(24L * NanosecondsPerHour)), out _)!;
        return new StressFunding(
            values.Sum(one => Math.Abs(one.Value)), forecast, [.. perpetuals.Except(stated).Select(one => one.Instrument)]);
    }

    /// <summary>Terms whose first payment of the day comes after one whole interval.</summary>
    private static FundingTerms Terms(string instrument, decimal rate, decimal hours) =>
        new(instrument, rate, null, new Instant((long)(hours * NanosecondsPerHour)), hours);

    private static decimal Value(CasePosition one) =>
        one.Quantity * one.Multiplier * (one.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture ? 1m : one.Mark!.Value);
}
