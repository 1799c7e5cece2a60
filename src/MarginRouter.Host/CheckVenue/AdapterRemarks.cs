using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.CheckVenue;

/// <summary>Keeps the newest warnings of an adapter, which say why something does not connect. Bounded: the oldest goes first.</summary>
internal sealed class AdapterRemarks : ILoggerProvider
{
    private const int Most = 20;
    private readonly Lock gate = new();
    private readonly Queue<string> remarks = [];

    /// <summary>The remarks, the newest last; one that repeats is there once.</summary>
    public ImmutableArray<string> Newest()
    {
        lock (gate)
            return [.. remarks.Distinct(StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new RemarkLogger(this);

    /// <inheritdoc />
    public void Dispose()
    {
        // Nothing is held.
    }

    private void Add(string remark)
    {
        lock (gate)
        {
            remarks.Enqueue(remark);
            if (remarks.Count > Most)
                remarks.Dequeue();
        }
    }

    private sealed class RemarkLogger(AdapterRemarks owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                owner.Add(formatter(state, exception));
        }
    }
}
