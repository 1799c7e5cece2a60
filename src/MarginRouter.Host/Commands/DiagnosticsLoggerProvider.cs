using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Commands;

/// <summary>Writes log lines to a command's diagnostics, so that standard output holds nothing but results.</summary>
internal sealed class DiagnosticsLoggerProvider(TextWriter diagnostics) : ILoggerProvider
{
    private readonly TextWriter writer = TextWriter.Synchronized(diagnostics);

    public ILogger CreateLogger(string categoryName) => new DiagnosticsLogger(writer, categoryName);

    public void Dispose() => writer.Flush();

    private sealed class DiagnosticsLogger(TextWriter writer, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string fault = exception is null ? string.Empty : Environment.NewLine + exception;
            writer.WriteLine($"{logLevel} {category} {eventId.Id}: {formatter(state, exception)}{fault}");
        }
    }
}
