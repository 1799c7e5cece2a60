using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Tests.Faults;

/// <summary>One file of a <see cref="FaultDirectory"/>: what readers see, and what is on the platter.</summary>
internal sealed class FaultFile(FaultDirectory directory, Random random, string name) : ISegmentFile
{
    private const int SectorBytes = 512;
    private byte[] seen = [];
    private byte[] durable = [];

    public long Length => seen.Length;

    public int Read(Span<byte> destination, long offset)
    {
        if (offset >= seen.Length)
            return 0;
        int count = (int)Math.Min(destination.Length, seen.Length - offset);
        seen.AsSpan((int)offset, count).CopyTo(destination);
        return count;
    }

    public void Write(ReadOnlySpan<byte> source, long offset)
    {
        bool succeeds = directory.TryOperation();
        ReadOnlySpan<byte> written = succeeds ? source : source[..directory.Draw(source.Length + 1)];
        int end = (int)offset + written.Length;
        if (end > seen.Length)
            Array.Resize(ref seen, end);
        written.CopyTo(seen.AsSpan((int)offset));
        if (!succeeds)
            throw new SimulatedFailureException($"simulated failure at a write to '{name}'");
    }

    public void SetLength(long length)
    {
        if (!directory.TryOperation())
            throw new SimulatedFailureException($"simulated failure at a cut of '{name}'");
        Array.Resize(ref seen, (int)length);
    }

    public void Sync()
    {
        directory.CountSync(name);
        durable = seen.ToArray();
    }

    public void Dispose()
    {
    }

    /// <summary>Changes a byte behind everybody's back.</summary>
    public void Flip(int offset, byte mask) => seen[offset] ^= mask;

    /// <summary>What a new process reads when the old one was killed.</summary>
    public FaultFile AfterKill(FaultDirectory after) =>
        new(after, random, name) { seen = seen.ToArray(), durable = durable.ToArray() };

    /// <summary>
    /// What is left after a loss of power: the file has the old or the new length, each unsynced sector is old or new,
    /// and one of them is torn at some byte.
    /// </summary>
    public FaultFile AfterPowerLoss(FaultDirectory after)
    {
        int length = random.Next(2) == 0 ? durable.Length : seen.Length;
        byte[] left = new byte[length];
        durable.AsSpan(0, Math.Min(length, durable.Length)).CopyTo(left);
        double newShare = random.Next(4) switch { 0 => 0, 1 => 1, 2 => 0.5, _ => random.NextDouble() };
        int torn = random.Next(Math.Max(1, length / SectorBytes));
        for (int start = 0; start < Math.Min(length, seen.Length); start += SectorBytes)
        {
            int count = Math.Min(SectorBytes, Math.Min(length, seen.Length) - start);
            if (start / SectorBytes == torn)
                count = random.Next(count + 1);
            else if (random.NextDouble() >= newShare)
                continue;
            seen.AsSpan(start, count).CopyTo(left.AsSpan(start));
        }

        return new FaultFile(after, random, name) { seen = left, durable = left.ToArray() };
    }
}
