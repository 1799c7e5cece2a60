namespace MarginRouter.Storage.Files;

/// <summary>
/// One open file. A seam: the disk implementation writes for real, the one in the tests loses and tears
/// whatever was not synced. Every method throws <see cref="IOException"/> when the device refuses.
/// </summary>
internal interface ISegmentFile : IDisposable
{
    /// <summary>Present length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at <paramref name="offset"/> until the span is full or the file ends; returns the bytes read.</summary>
    int Read(Span<byte> destination, long offset);

    /// <summary>Writes all bytes at <paramref name="offset"/>, extending the file where needed.</summary>
    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Cuts or extends (with zeros) the file to <paramref name="length"/> bytes.</summary>
    void SetLength(long length);

    /// <summary>Returns when everything written so far, and the file's length, survives a loss of power.</summary>
    void Sync();
}
