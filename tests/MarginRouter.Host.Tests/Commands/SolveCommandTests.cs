using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>The command <c>solve</c>: tables of one's own, bad input, and what a result holds.</summary>
public sealed class SolveCommandTests
{
    private const string Books = """
        # best first
        venue,instrument,price,quantity,taker_fee,lot
        A,BTC-PERP-A,100.0,5,0.0005,0.1
        A,BTC-PERP-A,101.0,50,,
        B,BTC-PERP-B,100.4,50,0.0002,0.1
        """;

    private const string Accounts = """
        account,venue,equity,utilisation_limit,initial_rate,position,carry
        one,A,100,0.5,0.1,0,0
        two,B,40,0.5,0.1,0,0.01
        """;

    [Fact]
    public async Task Solve_TablesOfBooksAndAccounts_SplitsWithinMarginAndSaysWhatBlocks()
    {
        using TemporaryDirectory folder = new();
        CommandRun run = await Solve(folder, Books, Accounts, "8");

        Assert.Equal(0, run.Code);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement result = document.RootElement[0];
        // Two may hold 20 of margin at B: 2 units at the mark of 100, the best price; one holds 5 units at A, and is at its limit then.
        Assert.Equal(["A/one 5", "B/two 2"], result.GetProperty("children").EnumerateArray().Select(Child).Order(StringComparer.Ordinal));
        Assert.Equal(1m, result.GetProperty("shortfall").GetDecimal());
        Assert.Equal(["util"], result.GetProperty("blocking").EnumerateArray().Select(one => one.GetString()));
        // 0.4 dearer and 2 bp of fee on 2 units with 0.01 of carry, and 5 bp of fee on 5 units.
        Assert.Equal((2m * (0.4m + (0.0002m * 100.4m) + 0.01m)) + (5m * 0.05m), result.GetProperty("objective").GetDecimal());
        Assert.True(result.GetProperty("bound").GetDecimal() <= result.GetProperty("objective").GetDecimal());
        Assert.True(File.Exists(folder.PathOf("out/books.json")));
    }

    [Theory]
    [InlineData(Books, "account,venue,equity,utilisation_limit,initial_rate\none,A,x,0.5,0.1", "accounts.csv line 2, column equity: \"x\" is no number")]
    [InlineData(Books, "account,venue,equity,utilisation_limit,initial_rate\none,C,1,0.5,0.1", "accounts.csv line 2, column venue: C has no book")]
    [InlineData(Books, "account,venue,equity,utilisation_limit\none,A,1,0.5", "accounts.csv: column initial_rate is missing")]
    [InlineData(Books, "account,venue,equity,utilisation_limit,initial_rate\none,A,1,0.5,0.1\none,B,2,,0.1", "accounts.csv line 3, column equity: 2 here and 1 on line 2")]
    [InlineData("venue,instrument,price,quantity,taker_fee,lot\nA,P,100,5,0,0.1\nA,P,99,5,,", Accounts, "books.csv line 3, column price: is no worse than the level before")]
    [InlineData("venue,instrument,price,quantity,taker_fee,lot,tick\nA,P,100,5,0,0.1,1", Accounts, "books.csv: column tick is not known")]
    [InlineData("venue,instrument,price,quantity,taker_fee,lot\nA,P,100,5,0", Accounts, "books.csv line 2: 5 cells for 6 columns")]
    [InlineData("venue,instrument,price,quantity,taker_fee,lot\nA,P,-1,5,0,0.1", "account,venue,equity,utilisation_limit,initial_rate\none,A,1,0.5,0.1", "books.csv line 2, column price: is not positive")]
    public async Task Solve_WrongTable_NamesFileLineAndColumn(string books, string accounts, string expected)
    {
        using TemporaryDirectory folder = new();
        CommandRun run = await Solve(folder, books, accounts, "8");

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Solve_NothingOrHalfOfTheTables_IsBadInput()
    {
        using TemporaryDirectory folder = new();
        CommandRun nothing = await CommandRun.Of("solve", "--out", folder.PathOf("out"));
        CommandRun half = await CommandRun.Of("solve", "--out", folder.PathOf("out"), "--books", folder.PathOf("books.csv"));

        Assert.Equal((2, 2), (nothing.Code, half.Code));
        Assert.Contains("nothing to solve", nothing.Diagnostics, StringComparison.Ordinal);
        Assert.Contains("--accounts", half.Diagnostics, StringComparison.Ordinal);
    }

    private static async Task<CommandRun> Solve(TemporaryDirectory folder, string books, string accounts, string quantity)
    {
        await File.WriteAllTextAsync(folder.PathOf("books.csv"), books);
        await File.WriteAllTextAsync(folder.PathOf("accounts.csv"), accounts);
        return await CommandRun.Of(
            "solve", "--books", folder.PathOf("books.csv"), "--accounts", folder.PathOf("accounts.csv"), "--side", "buy", "--quantity", quantity, "--out", folder.PathOf("out"), "--json");
    }

    private static string Child(JsonElement child) =>
        FormattableString.Invariant($"{child.GetProperty("venue").GetString()}/{child.GetProperty("subaccount").GetString()} {child.GetProperty("qty").GetDecimal():0.###}");
}
