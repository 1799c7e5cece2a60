using MarginRouter.Fix.Store;

namespace MarginRouter.LoadTests.Wire;

/// <summary>Keeps the numbers of a session and no message, for the ends of a load test: they cost the same nothing in every case.</summary>
internal sealed class NumbersOnlyStore : IFixMessageStore
{
    public long NextOutbound { get; private set; } = 1;

    public long NextInbound { get; private set; } = 1;

    public DateTime? SessionStart { get; private set; }

    public string? Mark { get; set; }

    public void Append(long sequenceNumber, ReadOnlySpan<byte> message) => NextOutbound = sequenceNumber + 1;

    public void SetNextOutbound(long value) => NextOutbound = value;

    public void SetNextInbound(long value) => NextInbound = value;

    /// <summary>Nothing is stored: everything is gap-filled.</summary>
    public long FindStored(long first, long limit) => limit;

    public ReadOnlySpan<byte> Read(long sequenceNumber) => default;

    public void Reset()
    {
        NextOutbound = 1;
        NextInbound = 1;
    }

    public void BeginSession(DateTime start)
    {
        Reset();
        SessionStart = start;
    }

    public void Dispose()
    {
    }
}
