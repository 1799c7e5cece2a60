using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>The command <c>books</c> on a small recording made by hand: counts, final book, exit codes.</summary>
public sealed class BooksCommandTests
{
    [Fact]
    public async Task Books_GoodRecording_GivesCountsAndFinalBookAsOneDocument()
    {
        using TemporaryDirectory folder = new();
        string file = Write(folder, "good.jsonl", Good());

        CommandRun run = await CommandRun.Of("books", file, "--venue", "kraken", "--json");

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Diagnostics);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        Assert.Equal([file], root.GetProperty("files").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal("kraken", root.GetProperty("venue").GetString());
        Assert.Equal(
            "messages 6, snapshots 1, deltas 2, stale 0, gaps 0, checksumOk 3, checksumBad 0, crossed 0, unknownMessages 0",
            string.Join(", ", root.EnumerateObject().Where(member => member.Value.ValueKind == JsonValueKind.Number).Select(member => $"{member.Name} {member.Value}")));
        JsonElement book = root.GetProperty("books").GetProperty("AAA/USD");
        Assert.Equal([100.6m, 1.25m], book.GetProperty("bid").EnumerateArray().Select(Number));
        Assert.Equal([101m, 0.25m], book.GetProperty("ask").EnumerateArray().Select(Number));
        Assert.Equal(3, book.GetProperty("bidLevels").GetInt32());
        Assert.Equal(1, book.GetProperty("askLevels").GetInt32());
        Assert.Equal("Live", book.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Books_GoodRecording_GivesTablesForPeople()
    {
        using TemporaryDirectory folder = new();

        CommandRun run = await CommandRun.Of("books", Write(folder, "good.jsonl", Good()), "--venue", "kraken");

        Assert.Equal(0, run.Code);
        Assert.Contains("kraken: 6 messages", run.Output, StringComparison.Ordinal);
        string row = Assert.Single(run.Output.Split('\n'), line => line.Contains("AAA/USD", StringComparison.Ordinal));
        Assert.Contains("100.6", row, StringComparison.Ordinal);
        Assert.Contains("Live", row, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public async Task Books_ConsecutiveParts_GiveTheBookOfTheWhole()
    {
        using TemporaryDirectory folder = new();
        string[] lines = Good().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string first = Write(folder, "1.jsonl", string.Join('\n', lines[..4]));
        string second = Write(folder, "2.jsonl", string.Join('\n', lines[4..]));
        string whole = Write(folder, "whole.jsonl", Good());

        CommandRun parts = await CommandRun.Of("books", first, second, "--venue", "kraken", "--json");
        CommandRun one = await CommandRun.Of("books", whole, "--venue", "kraken", "--json");

        Assert.Equal(0, parts.Code);
        Assert.Equal(AfterFiles(one.Output), AfterFiles(parts.Output));
    }

    [Fact]
    public async Task Books_BadChecksum_IsExitCode1AndCounted()
    {
        using TemporaryDirectory folder = new();
        string file = Write(folder, "bad.jsonl", new BookRecording()
            .Snapshot(["100.50x1.00000000"], ["100.70x3.00000000"])
            .Update(["100.60x1.00000000"], [], error: 1)
            .Text);

        CommandRun run = await CommandRun.Of("books", file, "--venue", "kraken", "--json");

        Assert.Equal(1, run.Code);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(1, document.RootElement.GetProperty("checksumBad").GetInt32());
        Assert.Equal(1, document.RootElement.GetProperty("checksumOk").GetInt32());
        Assert.NotEqual("Live", document.RootElement.GetProperty("books").GetProperty("AAA/USD").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("{\"channel\":\"book\",\"type\":\"update\",\"data\":[{\"symbol\":")]
    [InlineData("not a frame")]
    public async Task Books_LineThatIsNoJson_IsExitCode2WithFileAndLine(string line)
    {
        using TemporaryDirectory folder = new();
        string file = Write(folder, "torn.jsonl", Good() + line);

        CommandRun run = await CommandRun.Of("books", file, "--venue", "kraken");

        Assert.Equal(2, run.Code);
        Assert.Contains(file, run.Diagnostics, StringComparison.Ordinal);
        Assert.Contains("7", run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static string Good() => new BookRecording()
        .Snapshot(["100.50x1.00000000", "100.40x2.50000000"], ["100.70x3.00000000", "101.00x0.25000000"])
        .Update(["100.60x1.25000000"], [])
        .Heartbeat()
        .Update([], ["100.70x0.00000000"])
        .Text;

    private static string Write(TemporaryDirectory folder, string name, string text)
    {
        File.WriteAllText(folder.PathOf(name), text);
        return folder.PathOf(name);
    }

    private static decimal Number(JsonElement text) => decimal.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    private static string AfterFiles(string document) => document[document.IndexOf("\"venue\"", StringComparison.Ordinal)..];
}
