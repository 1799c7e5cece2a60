using System.Buffers.Binary;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>One TCP conversation of a capture: IPv4 and TCP headers around the bytes that each side sent. Checksums are left at zero, as sending hardware would fill them.</summary>
internal sealed class CaptureStream
{
    private const int IpBytes = 20;
    private const int TcpBytes = 20;
    private const int SegmentBytes = 1448;
    private const byte Syn = 0x02, Acknowledge = 0x10, Push = 0x08;

    private readonly CaptureFile _file;
    private readonly ushort _clientPort;
    private readonly ushort _serverPort;
    private readonly Lock _gate = new();
    private uint _clientNext;
    private uint _serverNext;

    public CaptureStream(CaptureFile file, ushort clientPort, ushort serverPort)
    {
        _file = file;
        _clientPort = clientPort;
        _serverPort = serverPort;
        Packet(fromClient: true, Syn, []);
        _clientNext = 1;
        Packet(fromClient: false, Syn | Acknowledge, []);
        _serverNext = 1;
        Packet(fromClient: true, Acknowledge, []);
    }

    /// <summary>Writes bytes that one side sent, in segments of an Ethernet's size, so that messages lie across packets.</summary>
    public void Write(bool fromClient, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            while (!bytes.IsEmpty)
            {
                ReadOnlySpan<byte> segment = bytes[..Math.Min(bytes.Length, SegmentBytes)];
                Packet(fromClient, Push | Acknowledge, segment);
                if (fromClient)
                    _clientNext += (uint)segment.Length;
                else
                    _serverNext += (uint)segment.Length;
                bytes = bytes[segment.Length..];
            }
        }
    }

    private void Packet(bool fromClient, byte flags, ReadOnlySpan<byte> payload)
    {
        byte[] packet = new byte[IpBytes + TcpBytes + payload.Length];
        packet[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        packet[8] = 64;
        packet[9] = 6;
        ((ReadOnlySpan<byte>)[10, 0, 0, (byte)(fromClient ? 1 : 2)]).CopyTo(packet.AsSpan(12));
        ((ReadOnlySpan<byte>)[10, 0, 0, (byte)(fromClient ? 2 : 1)]).CopyTo(packet.AsSpan(16));
        Span<byte> tcp = packet.AsSpan(IpBytes);
        BinaryPrimitives.WriteUInt16BigEndian(tcp, fromClient ? _clientPort : _serverPort);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], fromClient ? _serverPort : _clientPort);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], fromClient ? _clientNext : _serverNext);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], (flags & Acknowledge) == 0 ? 0 : fromClient ? _serverNext : _clientNext);
        tcp[12] = (TcpBytes / 4) << 4;
        tcp[13] = flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], ushort.MaxValue);
        payload.CopyTo(tcp[TcpBytes..]);
        _file.Write(packet);
    }
}
