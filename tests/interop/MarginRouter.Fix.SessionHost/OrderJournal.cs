using System.Buffers.Binary;

namespace MarginRouter.Fix.SessionHost;

/// <summary>The broker's own memory of the orders that it took: their numbers, eight bytes each, in the order of their coming.</summary>
internal sealed class OrderJournal : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Opens it and checks that the numbers are 1, 2, 3 and so on; a torn last number was never taken and is cut off.</summary>
    /// <exception cref="InvalidDataException">An order is missing or was taken twice.</exception>
    public OrderJournal(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        byte[] bytes = new byte[_file.Length / sizeof(long) * sizeof(long)];
        _file.ReadExactly(bytes);
        _file.SetLength(bytes.Length);
        for (int at = 0; at < bytes.Length; at += sizeof(long))
        {
            long number = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            if (number != Last + 1)
                throw new InvalidDataException($"order {number} was taken after {Last}");
            Last = number;
        }
    }

    /// <summary>The newest order taken; 0 when there is none.</summary>
    public long Last { get; private set; }

    /// <summary>Takes the next order. It outlives a kill from here on.</summary>
    public void Take(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        _file.Write(bytes);
        Last = number;
    }

    public void Dispose() => _file.Dispose();
}
