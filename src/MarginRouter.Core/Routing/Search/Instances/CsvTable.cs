using System.Globalization;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>
/// A table of comma-separated values: a header that names the columns in any order, then lines. No quoting; empty lines and lines that
/// begin with # are passed over. Whatever is wrong ends in a <see cref="FormatException"/> that names file, line and column.
/// </summary>
internal sealed class CsvTable
{
    private readonly string file;
    private readonly string[] header;
    private readonly List<(int Line, string[] Cells)> rows = [];

    /// <param name="file">Its name, for errors.</param>
    /// <param name="text">Its content.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there; others are refused.</param>
    public CsvTable(string file, string text, string[] required, string[] optional)
    {
        this.file = file;
        string[]? names = null;
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.Contains('"', StringComparison.Ordinal))
                throw new FormatException($"{file} line {i + 1}: quotes are not supported");
            string[] cells = [.. line.Split(',').Select(cell => cell.Trim())];
            names ??= cells;
            if (cells.Length != names.Length)
                throw new FormatException($"{file} line {i + 1}: {cells.Length} cells for {names.Length} columns");
            if (names != cells)
                rows.Add((i + 1, cells));
        }

        header = names ?? throw new FormatException($"{file}: no header");
        foreach (string name in required.Where(name => !header.Contains(name)))
            throw new FormatException($"{file}: column {name} is missing");
        foreach (string name in header.Where(name => !required.Contains(name) && !optional.Contains(name)))
            throw new FormatException($"{file}: column {name} is not known");
        if (header.Distinct().Count() != header.Length)
            throw new FormatException($"{file}: a column stands twice");
        if (rows.Count == 0)
            throw new FormatException($"{file}: no lines");
    }

    /// <summary>Number of lines.</summary>
    public int Count => rows.Count;

    /// <summary>A cell; never empty.</summary>
    public string Text(int row, string column) =>
        Cell(row, column) is { Length: > 0 } cell ? cell : throw Error(row, column, "is empty");

    /// <summary>A number.</summary>
    public decimal Number(int row, string column) => Optional(row, column) ?? throw Error(row, column, "is empty");

    /// <summary>A number above zero.</summary>
    public decimal Positive(int row, string column) =>
        Number(row, column) is > 0m and var value ? value : throw Error(row, column, "is not positive");

    /// <summary>A number; null when the column or the cell is not there.</summary>
    public decimal? Optional(int row, string column)
    {
        if (Cell(row, column) is not { Length: > 0 } cell)
            return null;
        return decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw Error(row, column, $"\"{cell}\" is no number");
    }

    /// <summary>An error at a cell.</summary>
    public FormatException Error(int row, string column, string what) => new($"{file} line {rows[row].Line}, column {column}: {what}");

    /// <summary>Refuses a line that says otherwise than an earlier one about the same thing.</summary>
    public void RequireSame(int row, int earlier, string column)
    {
        if (Optional(row, column) is { } value && value != Optional(earlier, column))
            throw Error(row, column, $"{value} here and {Cell(earlier, column)} on line {rows[earlier].Line}");
    }

    private string? Cell(int row, string column)
    {
        int index = Array.IndexOf(header, column);
        return index < 0 ? null : rows[row].Cells[index];
    }
}
