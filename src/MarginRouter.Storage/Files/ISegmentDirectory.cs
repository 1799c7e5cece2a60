namespace MarginRouter.Storage.Files;

/// <summary>
/// The directory that holds the segments of one log. The other half of the seam of <see cref="ISegmentFile"/>.
/// Creations, renames and deletions survive a loss of power only after <see cref="Sync"/>.
/// </summary>
internal interface ISegmentDirectory : IDisposable
{
    /// <summary>The full path of a name, for messages.</summary>
    string PathOf(string name);

    /// <summary>Names of all files in the directory, in no particular order.</summary>
    IReadOnlyList<string> ListNames();

    /// <summary>Creates an empty file for reading and writing, replacing one of that name.</summary>
    ISegmentFile Create(string name);

    /// <summary>Opens an existing file.</summary>
    ISegmentFile Open(string name, bool writable);

    /// <summary>Gives a file another name, atomically.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file.</summary>
    void Delete(string name);

    /// <summary>Makes creations, renames and deletions durable.</summary>
    void Sync();
}
