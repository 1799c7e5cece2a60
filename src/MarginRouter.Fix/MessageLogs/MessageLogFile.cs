using System.Globalization;

namespace MarginRouter.Fix.MessageLogs;

/// <summary>The file that lines go to: <c>messages-yyyyMMdd-nnnn.log</c>, the next one by size and by day, the oldest deleted.</summary>
internal sealed class MessageLogFile(FixMessageLogOptions options) : IDisposable
{
    private const string Prefix = "messages-";
    private const string Suffix = ".log";
    private FileStream? file;
    private DateOnly day;
    private int number;

    /// <summary>Writes a whole line, with its end.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Write(DateTime utc, ReadOnlySpan<byte> line)
    {
        DateOnly today = DateOnly.FromDateTime(utc);
        if (file is null)
            OpenNewest(today);
        else if (today > day || file.Position >= options.MaximumFileBytes)
            OpenNext(today);
        file!.Write(line);
    }

    /// <summary>Hands what was written to the operating system.</summary>
    public void Flush() => file?.Flush();

    /// <summary>Closes the file; the next line opens it, or a new one.</summary>
    public void Dispose()
    {
        FileStream? open = file;
        file = null;
        open?.Dispose();
    }

    /// <summary>Goes on with the last file of a run before if it is of this day and has room.</summary>
    private void OpenNewest(DateOnly today)
    {
        Directory.CreateDirectory(options.Directory);
        string[] files = Files();
        if (files.Length > 0 && TryParse(files[^1], out day, out number) && today <= day)
        {
            Open(files[^1]);
            if (file!.Position < options.MaximumFileBytes)
            {
                EndTornLine();
                return;
            }

            Dispose();
        }

        OpenNext(today);
    }

    private void OpenNext(DateOnly today)
    {
        Dispose();
        number = today > day ? 1 : number + 1;
        day = today > day ? today : day;
        Open(Path.Combine(options.Directory, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day:yyyyMMdd}-{number:0000}{Suffix}")));
        string[] files = Files();
        for (int i = 0; i < files.Length - options.MaximumFiles; i++)
            File.Delete(files[i]);
    }

    private void Open(string path)
    {
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, 64 * 1024);
        file.Seek(0, SeekOrigin.End);
    }

    /// <summary>A killed process may have left half a line.</summary>
    private void EndTornLine()
    {
        if (file!.Length == 0)
            return;
        file.Seek(-1, SeekOrigin.End);
        if (file.ReadByte() != '\n')
            file.Write("\n"u8);
    }

    private string[] Files()
    {
        List<(DateOnly Day, int Number, string Path)> found = [];
        foreach (string path in Directory.GetFiles(options.Directory, Prefix + "*" + Suffix))
        {
            if (TryParse(path, out DateOnly itsDay, out int itsNumber))
                found.Add((itsDay, itsNumber, path));
        }

        found.Sort();
        return [.. found.Select(one => one.Path)];
    }

    private static bool TryParse(string path, out DateOnly day, out int number)
    {
        number = 0;
        day = default;
        string[] parts = Path.GetFileNameWithoutExtension(path)[Prefix.Length..].Split('-');
        return parts.Length == 2
            && DateOnly.TryParseExact(parts[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
