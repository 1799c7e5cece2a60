using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>The command <c>compare-models</c>: document, table and bad input.</summary>
public sealed class CompareModelsCommandTests : IDisposable
{
    private const string Crash = """
        {"schema": 1, "name": "s", "asOf": "2026-11-22", "sources": ["x"], "pegged": ["USD", "USDT"],
         "scenarios": [{"name": "crash", "market": {"move": "-0.3", "betas": {"*": 1}}}, {"name": "volatility down", "volatility": "-0.4"}]}
        """;

    private static readonly string Configuration = Path.Combine(SharedData.Repository, "config");
    private readonly TemporaryDirectory scenarios = new();

    public CompareModelsCommandTests() => File.WriteAllText(scenarios.PathOf("set.json"), Crash);

    public void Dispose() => scenarios.Dispose();

    [Fact]
    public async Task CompareModels_ExampleBooks_AreOneDocument()
    {
        CommandRun run = await CommandRun.Of(
            "compare-models", Book("hedged-basis"), Book("all-long"), "--config", Configuration, "--scenarios", scenarios.Path, "--json");

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Diagnostics);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement[] books = [.. document.RootElement.GetProperty("books").EnumerateArray()];
        Assert.Equal(["hedged basis", "multi-asset all-long"], books.Select(book => book.GetProperty("book").GetString()));
        JsonElement calm = books[0].GetProperty("scenarios")[0].GetProperty("models")[2];
        Assert.Equal("portfolio", calm.GetProperty("name").GetString());
        Assert.Equal("3510", calm.GetProperty("initialMargin").GetString());
        Assert.Equal("0.9415", calm.GetProperty("initialSaving").GetString());
        Assert.Equal("more is saved", calm.GetProperty("claim").GetString());
        Assert.Equal("0.2", books[0].GetProperty("claim").GetProperty("low").GetString());
        JsonElement pooled = books[1].GetProperty("scenarios")[1].GetProperty("models")[2];
        Assert.Equal("0", pooled.GetProperty("initialSaving").GetString());
        Assert.Equal("fails: less is saved", pooled.GetProperty("claim").GetString());
        Assert.Equal("fails: dearer", books[1].GetProperty("scenarios")[0].GetProperty("models")[3].GetProperty("claim").GetString());
    }

    [Fact]
    public async Task CompareModels_ScenarioThatTheRulesDoNotCover_IsAFindingByName()
    {
        CommandRun run = await CommandRun.Of("compare-models", Book("option-overlay"), "--config", Configuration, "--scenarios", scenarios.Path);

        Assert.Equal(1, run.Code);
        Assert.Contains("practitioners quote a saving of 20.00 % to 50.00 %", run.Output, StringComparison.Ordinal);
        Assert.Contains("not known: portfolio in volatility down: TierMissing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CompareModels_BadBook_IsExitCode2WithEveryReason()
    {
        string book = scenarios.PathOf("book.txt");
        File.WriteAllText(book, """{"book": "b", "models": [{"name": "a", "rules": "no/rules", "account": {} }]}""");

        CommandRun run = await CommandRun.Of("compare-models", book, "--config", Configuration);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{book}: $.models[0]: $.rules: there is no rule set 'no/rules'", run.Diagnostics, StringComparison.Ordinal);
        Assert.Contains($"{book}: $.says: is missing", run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static string Book(string name) => Path.Combine(Configuration, "examples", "books", name + ".json");
}
