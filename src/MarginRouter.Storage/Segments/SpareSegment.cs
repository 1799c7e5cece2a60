using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>Prepares the file of the next segment on another thread while the present one is being written.</summary>
internal sealed class SpareSegment(ISegmentDirectory directory, SegmentLogOptions options) : IDisposable
{
    private Task<ISegmentFile>? preparation;

    /// <summary>Starts the preparation unless it has been started.</summary>
    public void Begin() => preparation ??= Task.Factory.StartNew(
        () => SegmentFiles.CreateBlank(directory, options),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <summary>Hands the file over, waiting for it where needed; throws what its preparation threw.</summary>
    public ISegmentFile Take()
    {
        Begin();
        Task<ISegmentFile> begun = preparation!;
        preparation = null;
        return begun.GetAwaiter().GetResult();
    }

    /// <summary>Waits for a preparation under way and closes its file, whose temporary name the next opening removes.</summary>
    public void Dispose()
    {
        if (preparation is null)
            return;
        ((IAsyncResult)preparation).AsyncWaitHandle.WaitOne();
        if (preparation.IsCompletedSuccessfully)
            preparation.Result.Dispose();
        preparation = null;
    }
}
