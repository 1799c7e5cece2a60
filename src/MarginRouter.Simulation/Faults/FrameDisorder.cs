namespace MarginRouter.Simulation.Faults;

/// <summary>Sends the frames of books as they come, or twice, or after the frame that follows, as faults order it. Guarded by the venue's gate.</summary>
internal sealed class FrameDisorder(SimulatedFaults faults)
{
    private readonly Dictionary<string, byte[]> keptBack = new(StringComparer.Ordinal);

    /// <summary>Sends a frame of a topic; faults are spent only on topics that somebody wants.</summary>
    public void Send(string topic, bool isWanted, byte[] frame, Action<byte[]> send)
    {
        if (keptBack.Remove(topic, out byte[]? earlier))
        {
            send(frame);
            send(earlier);
        }
        else if (isWanted && faults.TakeExchangedFrame())
        {
            keptBack.Add(topic, frame);
        }
        else
        {
            send(frame);
            if (isWanted && faults.TakeDoubledFrame())
                send(frame);
        }
    }
}
