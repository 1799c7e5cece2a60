using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>The sequence of one private channel: a snapshot starts it, every further message is one higher. A gap ends the session.</summary>
internal sealed class ChannelSequence(string channel)
{
    private long? last;

    /// <summary>Takes the sequence of a frame; throws <see cref="VenueProtocolException"/> when one was lost.</summary>
    public void Check(JsonElement frame)
    {
        if (!frame.TryGetProperty("sequence", out JsonElement member) || !member.TryGetInt64(out long sequence))
            throw new VenueProtocolException($"Kraken: a message of {channel} has no sequence");
        bool isSnapshot = frame.TryGetProperty("type", out JsonElement type) && type.ValueEquals("snapshot");
        if (!isSnapshot && last is { } before && sequence != before + 1)
            throw new VenueProtocolException($"Kraken: {channel} went from {before} to {sequence}");
        last = sequence;
    }
}
