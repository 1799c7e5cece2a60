using System.Text.Json;
using MarginRouter.Simulation.Kraken.Wire;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>One account channel of one connection, with its sequence: 1 for the snapshot and one more for every message. Guarded by the venue's gate.</summary>
internal sealed class KrakenAccountChannel(string name, KrakenConnection connection)
{
    private long sequence;

    /// <summary>Opens the channel, anew if it is open, with a snapshot whose entries are written by the caller.</summary>
    public void Open(Action<Utf8JsonWriter> writeEntries)
    {
        sequence = 0;
        Send("snapshot", writeEntries);
    }

    /// <summary>Closes the channel; false when it is not open.</summary>
    public bool Close()
    {
        bool open = sequence > 0;
        sequence = 0;
        return open;
    }

    /// <summary>Sends an update; nothing when the channel is not open.</summary>
    public void Update(Action<Utf8JsonWriter> writeEntries)
    {
        if (sequence > 0)
            Send("update", writeEntries);
    }

    private void Send(string type, Action<Utf8JsonWriter> writeEntries)
    {
        KrakenFrame frame = KrakenFrame.BeginChannel(name, type);
        writeEntries(frame.Json);
        connection.Send(frame.EndChannel(++sequence));
    }
}
