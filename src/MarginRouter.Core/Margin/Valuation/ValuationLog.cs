using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>
/// Keeps book of every source's failures and of the time each price was made in each way, from the changes alone: the live engine and a
/// reader of its journal come to the same figures.
/// </summary>
public sealed class ValuationLog
{
    private const int MissingPrice = 3;
    private readonly List<(string Price, string? Source, StatusLog Log)> entries = [];
    private readonly Dictionary<string, ValuationMethod?[]> methods = new(StringComparer.Ordinal);

    /// <summary>Takes a change; throws <see cref="ArgumentException"/> for a place that no order can have.</summary>
    public void Take(Instant at, ValuationChange change)
    {
        StatusLog log = Find(change.Price, change.Source);
        if (change.Source is not null)
        {
            log.Take(at, (int)change.Status - 1);
            return;
        }

        if (change.Place is < 0 or >= MissingPrice)
            throw new ArgumentException($"the price of {change.Price} is made in place {change.Place}, which no order has", nameof(change));
        if (change.Place is int place)
            methods[change.Price][place] = change.Method;
        log.Take(at, change.Place ?? MissingPrice);
    }

    /// <summary>The process was away from this moment on: counting goes on with the next change.</summary>
    public void Restart(Instant until)
    {
        foreach ((_, _, StatusLog log) in entries)
            log.Stop(until);
    }

    /// <summary>The figures up to a moment: each price followed by its sources, in the order in which they were first told of.</summary>
    public ImmutableArray<ValuationReport> Report(Instant until) =>
    [
        .. entries
            .GroupBy(entry => entry.Price, StringComparer.Ordinal)
            .SelectMany(price => price.OrderBy(entry => entry.Source is null ? 0 : 1))
            .Select(entry => Report(entry.Price, entry.Source, entry.Log, until)),
    ];

    private ValuationReport Report(string price, string? source, StatusLog log, Instant until)
    {
        ImmutableArray<StateTime>.Builder states = ImmutableArray.CreateBuilder<StateTime>();
        long fallback = 0;
        long unusable = 0;
        for (int state = 0; state < log.Count; state++)
        {
            if (log.Entries(state) == 0)
                continue;
            long time = log.Nanoseconds(state, until);
            states.Add(new StateTime(Name(price, source, state), log.Entries(state), time));
            bool missing = source is not null ? state != 0 : state == MissingPrice;
            unusable += missing ? time : 0L;
            fallback += source is null && state is > 0 and < MissingPrice ? time : 0L;
        }

        string? present = log.Present is int now ? Name(price, source, now) : null;
        return new ValuationReport(price, source, log.Failures, present, fallback, unusable, states.ToImmutable());
    }

    private string Name(string price, string? source, int state)
    {
        if (source is not null)
            return $"{(SourceStatus)(state + 1)}";
        if (state == MissingPrice)
            return $"{SourceStatus.Missing}";
        return methods[price][state] is ValuationMethod method ? $"{method}" : "Fixed";
    }

    private StatusLog Find(string price, string? source)
    {
        foreach ((string Price, string? Source, StatusLog Log) entry in entries)
        {
            if (string.Equals(entry.Price, price, StringComparison.Ordinal) && string.Equals(entry.Source, source, StringComparison.Ordinal))
                return entry.Log;
        }

        StatusLog log = new(source is null ? MissingPrice + 1 : Enum.GetValues<SourceStatus>().Length);
        entries.Add((price, source, log));
        methods.TryAdd(price, new ValuationMethod?[MissingPrice]);
        return log;
    }
}
