using System.Security.Cryptography;
using System.Text;

namespace MarginRouter.Fix.Passwords;

/// <summary>
/// The passwords that counterparties have changed, in a file: per user a salted PBKDF2 hash, never the password. A changed password wins over
/// the operator's, until the operator gives another than stood when it was changed: so a forgotten password is reset.
/// A change is a line at the end of the file and on disk when <see cref="Change"/> returns; a torn last line is cut off. From any thread.
/// </summary>
public sealed class FixPasswordStore
{
    /// <summary>Shortest new password that is taken, in characters.</summary>
    public const int MinimumLength = 10;

    /// <summary>Longest new password that is taken, in characters.</summary>
    public const int MaximumLength = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ChangedPassword> _changed = new(StringComparer.Ordinal);
    private readonly string _path;

    /// <summary>Reads the file, or makes an empty one that its owner alone may read.</summary>
    /// <exception cref="FixPasswordFileException">The file cannot be read or written, or a line is none of ours; the message names it.</exception>
    public FixPasswordStore(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        _path = path;
        try
        {
            if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            using FileStream file = Open();
            Read(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FixPasswordFileException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Whether a Logon's password is the one that holds for a user.</summary>
    /// <param name="user">Whose; a name that is unique among all that share the file.</param>
    /// <param name="password">Password (554) as received.</param>
    /// <param name="configured">The operator's password.</param>
    public bool Matches(string user, ReadOnlySpan<byte> password, string configured)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(configured);
        byte[] operators = Encoding.Latin1.GetBytes(configured);
        ChangedPassword? changed;
        lock (_lock)
            _changed.TryGetValue(user, out changed);
        return changed is not null && changed.Replaced.Fits(operators)
            ? changed.Current.Fits(password)
            : CryptographicOperations.FixedTimeEquals(password, operators);
    }

    /// <summary>Why a new password is not taken, in words for its owner; null when it is.</summary>
    /// <param name="password">The password that holds.</param>
    /// <param name="wanted">The one that is wished for.</param>
    public static string? Fault(string password, string wanted)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Length is < MinimumLength or > MaximumLength)
            return $"the new password must have {MinimumLength} to {MaximumLength} characters";
        if (wanted.Any(one => one is < ' ' or > '~'))
            return "the new password must be printable ASCII";
        return wanted == password ? "the new password must differ from the old one" : null;
    }

    /// <summary>Sets a user's password; it is on disk when this returns.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="wanted">The new password.</param>
    /// <param name="configured">The operator's password; when the operator changes it, that one holds again.</param>
    /// <exception cref="FixPasswordFileException">It cannot be written; the old password holds.</exception>
    public void Change(string user, string wanted, string configured)
    {
        ArgumentNullException.ThrowIfNull(user);
        ChangedPassword changed = new(PasswordHash.Of(Encoding.Latin1.GetBytes(wanted)), PasswordHash.Of(Encoding.Latin1.GetBytes(configured)));
        lock (_lock)
        {
            try
            {
                using FileStream file = Open();
                long length = file.Seek(0, SeekOrigin.End);
                Append(file, changed.ToLine(user), length);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new FixPasswordFileException($"{_path}: {error.Message}", error);
            }

            _changed[user] = changed;
        }
    }

    /// <summary>A line that was written in part would make the next one unreadable, so the file is cut back to what stood before.</summary>
    private static void Append(FileStream file, string line, long length)
    {
        try
        {
            file.Write(Encoding.UTF8.GetBytes(line));
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            file.SetLength(length);
            throw;
        }
    }

    private FileStream Open()
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(_path, options);
    }

    private void Read(FileStream file)
    {
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        int whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole < bytes.Length)
            file.SetLength(whole);
        string[] lines = Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < lines.Length; i++)
        {
            if (!ChangedPassword.TryRead(lines[i], out string user, out ChangedPassword? changed))
                throw new FixPasswordFileException($"{_path}, line {i + 1}: no user with two hashes");
            _changed[user] = changed;
        }
    }
}
