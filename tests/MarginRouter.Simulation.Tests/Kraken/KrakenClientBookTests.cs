using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>The oracle of the checksum tests is itself held against the venue's own recorded frames.</summary>
public sealed class KrakenClientBookTests
{
    [SharedDataTheory]
    [InlineData("data/kraken/spot_ws_v2_book_btcusd_d10_20260816.jsonl", 54)]
    [InlineData("data/kraken/spot_ws_v2_book_btcusd_d10_20260824.jsonl", 4)]
    public void Apply_RecordedFrames_EveryChecksumFits(string recording, int frames)
    {
        KrakenClientBook book = new(10);
        foreach (string line in File.ReadLines(SharedData.PathOf(recording)))
        {
            JsonElement frame = JsonElement.Parse(line);
            if (frame.TryGetProperty("channel", out JsonElement channel) && channel.GetString() == "book")
                Assert.True(book.Apply(frame), line);
        }

        Assert.Equal(frames, book.FramesApplied);
    }
}
