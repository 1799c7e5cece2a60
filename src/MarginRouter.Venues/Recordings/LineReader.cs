namespace MarginRouter.Venues.Recordings;

/// <summary>Reads lines of bytes from a stream through one buffer that grows to the longest line.</summary>
internal sealed class LineReader(Stream stream)
{
    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private bool ended;

    /// <summary>The next line without its end, valid until the next call; false at the end of the stream.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        int searched = start;
        while (true)
        {
            int length = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                int stop = searched + length;
                line = WithoutReturn(start, stop);
                start = stop + 1;
                return true;
            }

            if (ended)
            {
                line = WithoutReturn(start, end);
                bool any = end > start;
                start = end;
                return any;
            }

            searched = Fill();
        }
    }

    /// <summary>Reads more after the unread part; returns where the new bytes begin.</summary>
    private int Fill()
    {
        int unread = end - start;
        if (unread == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        else if (start > 0)
            Buffer.BlockCopy(buffer, start, buffer, 0, unread);
        start = 0;
        end = unread;
        int read = stream.Read(buffer, end, buffer.Length - end);
        ended = read == 0;
        end += read;
        return unread;
    }

    private ReadOnlyMemory<byte> WithoutReturn(int from, int to)
    {
        int stop = to > from && buffer[to - 1] == (byte)'\r' ? to - 1 : to;
        return buffer.AsMemory(from, stop - from);
    }
}
