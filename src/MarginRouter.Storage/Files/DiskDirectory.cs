using Microsoft.Win32.SafeHandles;

namespace MarginRouter.Storage.Files;

/// <summary>
/// A real directory. The writing side holds an exclusive lock on a file in it, which the system releases when the
/// process dies, so that two processes never append to one log.
/// </summary>
internal sealed class DiskDirectory : ISegmentDirectory
{
    private const string LockName = "lock";
    private readonly string directory;
    private readonly SafeFileHandle? lockHandle;

    private DiskDirectory(string directory, SafeFileHandle? lockHandle)
    {
        this.directory = directory;
        this.lockHandle = lockHandle;
    }

    /// <summary>Creates the directory where needed and takes its lock.</summary>
    public static DiskDirectory OpenForWriting(string directory)
    {
        string path = Path.GetFullPath(directory);
        bool isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        if (isNew && Path.GetDirectoryName(path) is { } parent)
            NativeSync.Directory(parent);
        try
        {
            SafeFileHandle handle = File.OpenHandle(
                Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new DiskDirectory(path, handle);
        }
        catch (IOException exception) when (IsLockRefusal(exception))
        {
            throw new SegmentLogInUseException(path, exception);
        }
    }

    /// <summary>Opens for reading only, without the lock; a writer may be at work.</summary>
    public static DiskDirectory OpenForReading(string directory)
    {
        string path = Path.GetFullPath(directory);
        return Directory.Exists(path)
            ? new DiskDirectory(path, null)
            : throw new DirectoryNotFoundException($"there is no log directory '{path}'");
    }

    public string PathOf(string name) => Path.Combine(directory, name);

    public IReadOnlyList<string> ListNames() =>
        [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path))];

    public ISegmentFile Create(string name)
    {
        string path = PathOf(name);
        return new DiskFile(File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), path);
    }

    public ISegmentFile Open(string name, bool writable)
    {
        string path = PathOf(name);
        FileAccess access = writable ? FileAccess.ReadWrite : FileAccess.Read;
        return new DiskFile(File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete), path);
    }

    public void Rename(string from, string to) => File.Move(PathOf(from), PathOf(to), overwrite: false);

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Sync() => NativeSync.Directory(directory);

    public void Dispose() => lockHandle?.Dispose();

    // The base library names no sharing violation: it leaves EWOULDBLOCK (11 on Linux, 35 on macOS) or, on Windows,
    // ERROR_SHARING_VIOLATION in the result code. Any other failure, a full disk say, keeps its own name.
    private static bool IsLockRefusal(IOException exception) =>
        exception.HResult is 11 or 35 or unchecked((int)0x80070020);
}
