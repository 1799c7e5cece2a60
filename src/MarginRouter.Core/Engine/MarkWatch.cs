using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Watches the venues' marks of perpetual contracts against each other. One that lies further from the median of the other venues' marks of
/// the same underlying than the valuation rule of that asset allows is told by an alarm, once until it is back. It goes on to judge the
/// positions in it: the venue liquidates by it, right or wrong.
/// </summary>
internal sealed class MarkWatch
{
    private readonly Firm firm;
    private readonly Instrument[][] groups;
    private readonly decimal[] limits;
    private readonly bool[] deviating;
    private readonly decimal?[] marks;
    private readonly decimal[] values;
    private readonly decimal[] weights;

    public MarkWatch(Firm firm)
    {
        this.firm = firm;
        ValuationRule[] rules = [.. firm.Valuation.Where(rule => rule.Instrument is null && rule.MaximumDeviation is not null)];
        groups =
        [
            .. rules
                .Select(rule => firm.Reference.Instruments.Where(instrument => instrument.Base == rule.Asset && IsPerpetual(instrument)).ToArray())
                .Where(group => group.Length > 1),
        ];
        limits = [.. groups.Select(group => rules.First(rule => rule.Asset == group[0].Base).MaximumDeviation!.Value)];
        deviating = new bool[firm.Reference.Instruments.Length];
        int largest = groups.Length == 0 ? 0 : groups.Max(group => group.Length);
        marks = new decimal?[largest];
        values = new decimal[largest];
        weights = new decimal[largest];
    }

    /// <summary>Compares the marks that are fresh now, in the numeraire.</summary>
    /// <param name="now">The time.</param>
    /// <param name="market">Marks, and the prices of the assets in which they are quoted.</param>
    /// <param name="commands">Takes the alarms.</param>
    public void Check(Instant now, MarketState market, CommandList commands)
    {
        for (int group = 0; group < groups.Length; group++)
        {
            Instrument[] members = groups[group];
            for (int i = 0; i < members.Length; i++)
                marks[i] = market.FreshMark(members[i], now);
            for (int i = 0; i < members.Length; i++)
            {
                if (marks[i] is { } mark && MedianOfOthers(members, i) is { } median)
                    Judge(members[i], (mark, median), limits[group], commands);
            }
        }
    }

    /// <summary>Forgets what was told before a restart.</summary>
    public void Restart() => Array.Clear(deviating);

    private decimal? MedianOfOthers(Instrument[] members, int own)
    {
        int count = 0;
        for (int i = 0; i < members.Length; i++)
        {
            if (members[i].Venue == members[own].Venue || marks[i] is not { } mark)
                continue;
            values[count] = mark;
            weights[count++] = 1m;
        }

        return count == 0 ? null : WeightedMedian.Of(values.AsSpan(0, count), weights.AsSpan(0, count));
    }

    private void Judge(Instrument instrument, (decimal Mark, decimal Median) found, decimal limit, CommandList commands)
    {
        bool departs = Math.Abs(found.Mark - found.Median) > limit * found.Median;
        ref bool told = ref deviating[instrument.Id.Value];
        if (departs == told)
            return;
        told = departs;
        string name = $"{firm.Reference[instrument.Venue].Name}:{instrument.Symbol}";
        string figures = string.Create(CultureInfo.InvariantCulture, $"{name} marks {found.Mark}, other venues {found.Median}, allowed {limit}");
        commands.Add(departs
            ? new RaiseAlarm("markDeviates", $"{figures}; positions there are still judged by it")
            : new RaiseAlarm("markAgrees", figures));
    }

    private static bool IsPerpetual(Instrument instrument) => instrument.Kind is InstrumentKind.LinearPerpetual or InstrumentKind.InversePerpetual;
}
