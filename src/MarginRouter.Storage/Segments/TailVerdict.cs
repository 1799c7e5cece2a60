namespace MarginRouter.Storage.Segments;

/// <summary>What lies behind the last good record of a segment.</summary>
internal enum TailVerdict
{
    /// <summary>Nothing, or zeros of a preallocation.</summary>
    Clean = 1,

    /// <summary>A write that was cut off before it was durable.</summary>
    Torn = 2,

    /// <summary>A record that had been durable and is not readable any more.</summary>
    Corrupt = 3,
}
