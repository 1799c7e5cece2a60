using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MarginRouter.Storage.Files;

/// <summary>
/// The two flushes that the base library does not offer: <c>fdatasync</c>, which leaves out time stamps and so
/// saves a journal commit of the file system on a preallocated file, and the sync of a directory.
/// </summary>
internal static partial class NativeSync
{
    private const int Interrupted = 4; // EINTR, the same number on Linux and macOS.

    // O_RDONLY | O_CLOEXEC of Linux (same number on x64 and arm64); elsewhere plain O_RDONLY is enough.
    private static int OpenDirectoryFlags => OperatingSystem.IsLinux() ? 0x80000 : 0;

    /// <summary>Flushes a file's data and length. Other systems than Linux use the base library's full flush.</summary>
    public static void File(SafeFileHandle handle, string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            RandomAccess.FlushToDisk(handle);
            return;
        }

        // Only an interruption may be tried again: after a real error the kernel has dropped the dirty pages
        // and a second call would report a success that never happened.
        while (DataSync(handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                throw new IOException($"fdatasync failed on '{path}': {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    /// <summary>Flushes a directory's entries. On Windows the file system journals them by itself.</summary>
    public static void Directory(string path)
    {
        if (OperatingSystem.IsWindows())
            return;

        using SafeFileHandle handle = OpenDirectory(path, OpenDirectoryFlags);
        if (handle.IsInvalid)
            throw new IOException($"cannot open directory '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
        while (FullSync(handle) != 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Interrupted)
                throw new IOException($"fsync failed on directory '{path}': {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static partial int DataSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FullSync(SafeFileHandle handle);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle OpenDirectory(string path, int flags);
}
