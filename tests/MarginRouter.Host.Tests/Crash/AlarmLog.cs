using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>Keeps the alarms that a router raises and nothing else of its log.</summary>
internal sealed class AlarmLog : ILoggerFactory, ILogger
{
    private const int AlarmEvent = 6001;
    private readonly ConcurrentQueue<string> alarms = [];

    /// <summary>The alarms in order, code and text.</summary>
    public IReadOnlyList<string> Alarms => [.. alarms];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == AlarmEvent)
            alarms.Enqueue(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
