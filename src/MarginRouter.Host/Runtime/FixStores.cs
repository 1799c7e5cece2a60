using MarginRouter.Fix.Store;
using MarginRouter.Storage;

namespace MarginRouter.Host.Runtime;

/// <summary>Opens the stores of FIX sessions, desks' and venues' alike.</summary>
internal static class FixStores
{
    /// <summary>A segment is written full of zeros when it is begun, for every session at every first start: a few megabytes do.</summary>
    private const int SegmentBytes = 4 * 1024 * 1024;

    /// <summary>Opens or creates the store in a folder of its own.</summary>
    public static SegmentFixMessageStore Open(string directory) => SegmentFixMessageStore.Open(new SegmentLogOptions
    {
        Directory = directory,
        SegmentBytes = SegmentBytes,
        ContentFormat = SegmentFixMessageStore.ContentFormat,
    });
}
