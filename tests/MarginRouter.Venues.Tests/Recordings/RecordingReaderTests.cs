using System.IO.Compression;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Testing;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Venues.Tests.Recordings;

public sealed class RecordingReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("recordings").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TryRead_StampedLines_CarryTimeAndPayload()
    {
        string file = Write("a.log.gz", "1723161256172216566 {\"stream\":\"x\"}\n\n1723161256172216567 {}");
        List<(RecordedKind Kind, Instant? Time, string Payload)> read = ReadAll(file);
        Assert.Equal(
            [
                (RecordedKind.Received, new Instant(1723161256172216566), "{\"stream\":\"x\"}"),
                (RecordedKind.Received, new Instant(1723161256172216567), "{}"),
            ],
            read);
    }

    [Fact]
    public void TryRead_MicrosecondFile_IsScaled() =>
        Assert.Equal(new Instant(1723161256172216000), ReadAll(Write("a.us.log", "1723161256172216 {}"))[0].Time);

    [Fact]
    public void TryRead_SessionLines_UnescapeThePayload()
    {
        string file = Write("b.jsonl.gz", """
            {"t":"header","format":2,"config":{"trades":["A"]}}
            {"t":"http","conn":"h","ts":1633998511.1,"url":"https://x/y?z=1","data":"{\"a\":1}"}
            {"t":"recv","conn":"w","ts":1633998512.0633569,"data":"{\"s\":\"\u00e9\\n\"}"}
            """);
        List<(RecordedKind Kind, Instant? Time, string Payload)> read = ReadAll(file);
        Assert.Equal([RecordedKind.Header, RecordedKind.HttpAnswer, RecordedKind.Received], read.Select(line => line.Kind));
        Assert.Equal("{\"a\":1}", read[1].Payload);
        Assert.Equal(new Instant(1633998512063356900), read[2].Time);
        Assert.Equal("{\"s\":\"é\\n\"}", read[2].Payload);
    }

    [Fact]
    public void TryRead_BareLines_HaveNoTime() =>
        Assert.Equal([(RecordedKind.Received, null, "{\"channel\":\"heartbeat\"}")], ReadAll(Write("c.jsonl", "{\"channel\":\"heartbeat\"}\r\n")));

    [Fact]
    public void TryRead_BrokenLine_NamesFileAndLine()
    {
        string file = Write("d.jsonl", "{\"t\":\"recv\",\"data\":\"{}\"}\n{\"t\":\"recv\",");
        RecordingFormatException fault = Assert.Throws<RecordingFormatException>(() => ReadAll(file));
        Assert.Equal((file, 2L), (fault.File, fault.Line));
        Assert.StartsWith(file + ":2: ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Play_UnknownVenue_HasNoReplay() => Assert.Null(RecordingReplays.Create("nowhere"));

    [SharedDataTheory]
    [InlineData("binance/session/binance_2021.jsonl.gz")]
    [InlineData("kraken/spot_ws_v1_book1000_20210417.jsonl.gz")]
    [InlineData("kraken/futures_ws_v1_20210722.jsonl.gz")]
    [InlineData("kucoin/classic_spot_level2_20210425.jsonl.gz")]
    public void TryRead_RealSession_HasTheRecordsOfTheFacts(string file)
    {
        using JsonDocument facts = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/replay-facts.json")));
        string key = file.StartsWith("binance", StringComparison.Ordinal) ? file[..^".jsonl.gz".Length] : file;
        JsonElement expected = facts.RootElement.GetProperty(key).GetProperty("file").GetProperty("records");
        ILookup<RecordedKind, string> read = ReadAll(SharedData.PathOf("data/" + file)).ToLookup(line => line.Kind, line => line.Payload);
        Assert.Equal(expected.GetProperty("recv").GetInt32(), read[RecordedKind.Received].Count());
        Assert.Equal(expected.GetProperty("http").GetInt32(), read[RecordedKind.HttpAnswer].Count());
        Assert.Equal(expected.GetProperty("connect").GetInt32(), read[RecordedKind.Connected].Count());
        Assert.All(read[RecordedKind.Received], payload => JsonDocument.Parse(payload).Dispose());
    }

    private static List<(RecordedKind Kind, Instant? Time, string Payload)> ReadAll(string file)
    {
        using RecordingReader reader = new(file);
        List<(RecordedKind Kind, Instant? Time, string Payload)> read = [];
        while (reader.TryRead(out RecordedMessage message))
            read.Add((message.Kind, message.ReceivedAt, Encoding.UTF8.GetString(message.Payload.Span)));
        return read;
    }

    private string Write(string name, string text)
    {
        string file = Path.Combine(folder, name);
        using FileStream raw = File.Create(file);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using GZipStream packed = new(raw, CompressionLevel.Fastest);
            packed.Write(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            raw.Write(Encoding.UTF8.GetBytes(text));
        }

        return file;
    }
}
