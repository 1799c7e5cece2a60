using System.CommandLine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing.Search.Instances;

namespace MarginRouter.Host.Commands;

/// <summary>The options of <c>solve</c> for books and accounts of one's own: <c>--books FILE --accounts FILE --side buy|sell --quantity Q</c>.</summary>
internal sealed class SolveTableOptions
{
    private readonly Option<string?> books = new("--books") { Description = "CSV of books: venue,instrument,price,quantity,taker_fee,lot[,mark,min_quantity,min_notional]." };
    private readonly Option<string?> accounts = new("--accounts") { Description = "CSV of accounts: account,venue,equity,utilisation_limit,initial_rate[,...]; see README." };
    private readonly Option<string?> side = new("--side") { Description = "buy or sell, with --books." };
    private readonly Option<decimal?> quantity = new("--quantity") { Description = "Base units wanted, with --books." };
    private readonly Option<int?> maximumChildren = new("--max-children") { Description = "Most children, with --books." };
    private readonly Option<decimal?> limitPrice = new("--limit-price") { Description = "Worst price, with --books." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        side.AcceptOnlyFromAmong("buy", "sell");
        foreach (Option option in (Option[])[books, accounts, side, quantity, maximumChildren, limitPrice])
            command.Options.Add(option);
    }

    /// <summary>The parent that the options describe; null when no tables are named.</summary>
    public CsvParent? Read(ParseResult parsed)
    {
        string? booksFile = parsed.GetValue(books);
        string? accountsFile = parsed.GetValue(accounts);
        if (booksFile is null && accountsFile is null)
            return null;
        if (booksFile is null || accountsFile is null || parsed.GetValue(side) is not { } chosen || parsed.GetValue(quantity) is not { } wanted)
            throw new BadInputException("tables need all of --books, --accounts, --side and --quantity");
        return new CsvParent
        {
            Name = Path.GetFileNameWithoutExtension(booksFile),
            Side = chosen == "buy" ? Side.Buy : Side.Sell,
            Quantity = wanted,
            MaximumChildren = parsed.GetValue(maximumChildren),
            LimitPrice = parsed.GetValue(limitPrice),
            Books = (booksFile, Content(booksFile)),
            Accounts = (accountsFile, Content(accountsFile)),
        };
    }

    private static string Content(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{file}: {exception.Message}");
        }
    }
}
