using MarginRouter.Core.MarketData;

namespace MarginRouter.Host.Health;

/// <summary>What is kept of one book; guarded by its venue's lock.</summary>
internal sealed class BookHealth
{
    /// <summary>Its state.</summary>
    public BookState State { get; set; } = BookState.Empty;

    /// <summary>True once it has been live.</summary>
    public bool WasLive { get; set; }

    /// <summary>When it changed last, in nanoseconds.</summary>
    public long ChangedAt { get; set; }

    /// <summary>When the venue's last sign of life for it came, in nanoseconds.</summary>
    public long SignAt { get; set; }
}
