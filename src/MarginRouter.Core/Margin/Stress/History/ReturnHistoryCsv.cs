using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Stress.History;

/// <summary>
/// Reads a return history: a header "date" and one column per asset, then a row per period with the day (yyyy-MM-dd) and simple
/// returns as plain fractions (-0.05 = down 5 %). Gaps in dates, empty cells and returns that cannot be are errors with their line.
/// </summary>
public static class ReturnHistoryCsv
{
    /// <summary>Reads one history.</summary>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="text">Its text.</param>
    /// <param name="errors">Everything that is wrong; empty when the result is not null.</param>
    public static ReturnHistory? Read(string file, string text, out ImmutableArray<RuleSetError> errors)
    {
        List<RuleSetError> found = [];
        string[] lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        string[] header = [.. lines[0].TrimStart('\uFEFF').Split(',').Select(cell => cell.Trim())];
        if (header.Length < 2 || header[0] != "date")
            found.Add(new RuleSetError(file, "line 1", "must be 'date' and at least one asset"));
        for (int column = 1; column < header.Length; column++)
        {
            if (header[column].Length == 0)
                found.Add(new RuleSetError(file, $"line 1 column {Place(column + 1)}", "has no asset"));
            if (header.AsSpan(1, column - 1).Contains(header[column]))
                found.Add(new RuleSetError(file, "line 1", $"'{header[column]}' stands twice"));
        }

        ImmutableArray<DateOnly>.Builder dates = ImmutableArray.CreateBuilder<DateOnly>();
        ImmutableArray<ImmutableArray<decimal>>.Builder returns = ImmutableArray.CreateBuilder<ImmutableArray<decimal>>();
        for (int line = 1; line < lines.Length; line++)
        {
            string[] cells = lines[line].Split(',');
            string place = $"line {Place(line + 1)}";
            if (cells.Length != header.Length)
                found.Add(new RuleSetError(file, place, $"has {Place(cells.Length)} cells, the header has {Place(header.Length)}"));
            if (DateOnly.TryParseExact(cells[0].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
                dates.Add(date);
            else
                found.Add(new RuleSetError(file, place, $"'{cells[0]}' is not a day (yyyy-MM-dd)"));
            returns.Add([.. cells.Skip(1).Select((cell, column) => Return(cell, file, $"{place} {header.ElementAtOrDefault(column + 1)}", found))]);
        }

        if (found.Count == 0)
            CheckDates(file, dates, found);
        errors = [.. found];
        return found.Count == 0 ? new ReturnHistory([.. header.Skip(1)], dates.ToImmutable(), returns.ToImmutable()) : null;
    }

    private static decimal Return(string cell, string file, string place, List<RuleSetError> found)
    {
        if (!decimal.TryParse(cell.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal move))
            found.Add(new RuleSetError(file, place, cell.Trim().Length == 0 ? "is empty: a gap cannot be filled" : $"'{cell}' is not a number"));
        else if (move <= -1m)
            found.Add(new RuleSetError(file, place, $"{move} takes the whole price or more"));
        return move;
    }

    private static void CheckDates(string file, ImmutableArray<DateOnly>.Builder dates, List<RuleSetError> found)
    {
        if (dates.Count == 0)
            found.Add(new RuleSetError(file, "line 2", "there is no period"));
        int step = dates.Count > 1 ? dates[1].DayNumber - dates[0].DayNumber : 1;
        for (int i = 1; i < dates.Count; i++)
        {
            int days = dates[i].DayNumber - dates[i - 1].DayNumber;
            if (days <= 0)
                found.Add(new RuleSetError(file, $"line {Place(i + 2)}", $"{dates[i]:yyyy-MM-dd} does not follow {dates[i - 1]:yyyy-MM-dd}"));
            else if (days != step)
                found.Add(new RuleSetError(file, $"line {Place(i + 2)}", $"{dates[i]:yyyy-MM-dd} leaves a gap after {dates[i - 1]:yyyy-MM-dd}: periods are of {Place(step)} days"));
        }
    }

    private static string Place(int number) => number.ToString(CultureInfo.InvariantCulture);
}
