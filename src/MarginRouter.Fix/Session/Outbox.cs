namespace MarginRouter.Fix.Session;

/// <summary>Encoded messages that wait to be written to the connection, in order. The owner empties it after every call.</summary>
internal sealed class Outbox
{
    private byte[] _bytes = new byte[16 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> message)
    {
        if (Length + message.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(Length + message.Length, _bytes.Length * 2));
        message.CopyTo(_bytes.AsSpan(Length));
        Length += message.Length;
    }

    public void Clear() => Length = 0;
}
