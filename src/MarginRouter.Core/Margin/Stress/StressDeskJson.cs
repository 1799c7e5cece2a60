using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>
/// Reads a desk: named accounts, each in the shape of a margin case with optional "depth" (books by instrument) and "funding" (today's
/// rates by instrument) with "fundingHours" (hours between payments), the currency of the totals and its rates. Strict, as margin cases are: all errors are listed with their place.
/// </summary>
public static class StressDeskJson
{
    /// <summary>Reads one desk.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="json">Its bytes, UTF-8.</param>
    /// <param name="rules">Finds a rule set by name; null when there is none.</param>
    /// <param name="errors">Everything that is wrong; empty when the result is not null.</param>
    public static StressDesk? Read(
        string file,
        ReadOnlyMemory<byte> json,
        Func<string, MarginRuleSet?> rules,
        out ImmutableArray<RuleSetError> errors)
    {
        List<RuleSetError> found = [];
        StressDesk? read = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, MarginRuleSetJson.Options);
            read = ReadRoot(new RuleFields(document.RootElement, file, "$", found), rules);
        }
        catch (JsonException exception)
        {
            found.Add(new RuleSetError(file, "$", exception.Message));
        }

        errors = [.. found];
        return found.Count == 0 ? read : null;
    }

    private static StressDesk ReadRoot(RuleFields root, Func<string, MarginRuleSet?> rules)
    {
        StressDesk desk = new(
            root.Text("desk"), new Asset(root.Text("currency")), Numbers(root, "rates", positive: true), Accounts(root, rules));
        root.RefuseOthers();
        if (desk.Accounts.IsEmpty)
            root.Fail("accounts", "must hold at least one account");
        foreach (Asset currency in desk.Accounts.Select(account => account.Currency).Distinct())
        {
            if (currency != desk.Currency && !desk.Rates.ContainsKey(currency.Code))
                root.Fail($"rates.{currency.Code}", $"is missing: an account has its figures in {currency.Code}");
        }

        return desk with { Rates = desk.Rates.SetItem(desk.Currency.Code, 1m) };
    }

    /// <summary>Places of the instruments that the account has no position in.</summary>
    private static IEnumerable<string> Places(string member, IEnumerable<string> instruments, MarginCase read) =>
        instruments.Where(one => read.Positions.All(position => position.Instrument != one)).Select(one => $"{member}.{one}");

    private static ImmutableArray<StressAccount> Accounts(RuleFields root, Func<string, MarginRuleSet?> rules)
    {
        ImmutableArray<StressAccount>.Builder accounts = ImmutableArray.CreateBuilder<StressAccount>();
        foreach ((JsonElement value, string path) in root.Items("accounts"))
        {
            RuleFields fields = root.Below(value, path);
            string name = fields.Text("name");
            ImmutableSortedDictionary<string, ClosingBook> books = Books(fields);
            ImmutableSortedDictionary<string, decimal> funding = Numbers(fields, "funding", positive: false);
            ImmutableSortedDictionary<string, decimal> hours = Numbers(fields, "fundingHours", positive: true);
            if (name.Length > 0 && accounts.Any(other => other.Name == name))
                fields.Fail("name", $"'{name}' stands twice");
            if (MarginCaseJson.ReadFields(fields, rules) is not { } read)
                continue;
            foreach (string place in Places("depth", books.Keys, read).Concat(Places("funding", funding.Keys, read)))
                fields.Fail(place, "there is no position in this instrument");
            foreach (string instrument in hours.Keys.Where(one => !funding.ContainsKey(one)))
                fields.Fail("fundingHours", $"there is no funding rate of '{instrument}'");
            foreach (CasePosition position in read.Positions.Where(position => position.Mark is null))
                fields.Fail("account.positions", $"the mark of {position.Instrument} is missing: a stress needs it");
            accounts.Add(new StressAccount { Name = name, Case = read, Books = books, Funding = funding, FundingHours = hours });
        }

        return accounts.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, ClosingBook> Books(RuleFields parent)
    {
        var books = ImmutableSortedDictionary.CreateBuilder<string, ClosingBook>(StringComparer.Ordinal);
        foreach ((string instrument, JsonElement value, string path) in parent.Members("depth"))
        {
            RuleFields fields = parent.Below(value, path);
            ClosingBook book = new(Side(fields, "bids", rising: false), Side(fields, "asks", rising: true));
            fields.RefuseOthers();
            if (book.Bids.IsEmpty || book.Asks.IsEmpty)
                continue;
            if (book.Bids[0].Price >= book.Asks[0].Price)
                fields.Fail("", $"is crossed: bid {book.Bids[0].Price} is not below ask {book.Asks[0].Price}");
            books[instrument] = book;
        }

        return books.ToImmutable();
    }

    private static ImmutableArray<BookLevel> Side(RuleFields fields, string name, bool rising)
    {
        ImmutableArray<BookLevel>.Builder levels = ImmutableArray.CreateBuilder<BookLevel>();
        foreach ((JsonElement value, string path) in fields.Items(name))
        {
            decimal[] pair = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Number)] : [];
            if (pair is not [> 0m, > 0m])
                fields.Fail(path[fields.PathOf(string.Empty).Length..].TrimStart('.'), "must be a positive price and a positive size");
            else if (levels.Count > 0 && rising != pair[0] > levels[^1].Price)
                fields.Fail(path[fields.PathOf(string.Empty).Length..].TrimStart('.'), $"{pair[0]} is not in order");
            else
                levels.Add(new BookLevel(pair[0], pair[1]));
        }

        if (levels.Count == 0)
            fields.Fail(name, "must hold at least one level");
        return levels.ToImmutable();
    }

    private static decimal Number(JsonElement value)
    {
        string? text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : 0m;
    }

    private static ImmutableSortedDictionary<string, decimal> Numbers(RuleFields parent, string name, bool positive)
    {
        var numbers = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        if (parent.Find(name) is not { } value)
            return numbers.ToImmutable();
        RuleFields fields = parent.Below(value, parent.PathOf(name));
        foreach ((string code, _, _) in parent.Members(name))
        {
            numbers[code] = fields.Number(code);
            if (positive && numbers[code] <= 0m)
                fields.Fail(code, $"{numbers[code]} is not positive");
        }

        return numbers.ToImmutable();
    }
}
