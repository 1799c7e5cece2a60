using System.Buffers.Binary;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>Writes a capture in the pcap form (magic a1b2c3d4, version 2.4, microseconds, link type 101: bare IP packets).</summary>
internal sealed class CaptureFile : IDisposable
{
    private const int MaximumPacket = 65_535;
    private const int RawIp = 101;

    private readonly FileStream _file;
    private readonly Lock _gate = new();
    private int _conversations;
    private uint _microseconds;

    public CaptureFile(string path)
    {
        _file = File.Create(path);
        Span<byte> header = stackalloc byte[24];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xa1b2c3d4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], MaximumPacket);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], RawIp);
        _file.Write(header);
    }

    /// <summary>A new TCP conversation with a server's port; its opening handshake is written.</summary>
    public CaptureStream Open(int serverPort)
    {
        int number = Interlocked.Increment(ref _conversations);
        return new CaptureStream(this, (ushort)(20_000 + number), (ushort)serverPort);
    }

    /// <summary>Writes one packet, a microsecond after the one before it.</summary>
    public void Write(ReadOnlySpan<byte> packet)
    {
        Span<byte> header = stackalloc byte[16];
        lock (_gate)
        {
            _microseconds++;
            BinaryPrimitives.WriteUInt32LittleEndian(header, 1_800_000_000 + (_microseconds / 1_000_000));
            BinaryPrimitives.WriteUInt32LittleEndian(header[4..], _microseconds % 1_000_000);
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], packet.Length);
            BinaryPrimitives.WriteInt32LittleEndian(header[12..], packet.Length);
            _file.Write(header);
            _file.Write(packet);
        }
    }

    public void Dispose() => _file.Dispose();
}
