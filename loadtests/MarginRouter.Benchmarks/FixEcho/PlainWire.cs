namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>Bytes of fixed length that mean nothing: the floor of any protocol over TCP.</summary>
internal sealed class PlainWire(int sendLength, int receiveLength) : IWire
{
    public int Put(Span<byte> room)
    {
        room[..sendLength].Fill((byte)'x');
        return sendLength;
    }

    public int Take(ReadOnlySpan<byte> bytes) => bytes.Length < receiveLength ? 0 : receiveLength;

    public void Dispose()
    {
    }
}
