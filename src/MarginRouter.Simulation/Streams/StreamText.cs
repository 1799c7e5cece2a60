using System.Globalization;
using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Streams;

/// <summary>Text of numbers and levels as the venues with plain streams write them: no trailing zeros.</summary>
internal static class StreamText
{
    /// <summary>A number.</summary>
    public static string Of(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The levels of a side as arrays of price and size, with a tail in each array.</summary>
    public static string Levels(Instrument instrument, IEnumerable<BookLevel> levels, string tail = "") =>
        string.Join(',', levels.Select(level => $"[\"{Of(instrument.Price(level.Price))}\",\"{Of(instrument.Quantity(level.Quantity))}\"{tail}]"));

    /// <summary>The changes of a side as levels.</summary>
    public static IEnumerable<BookLevel> Side(IEnumerable<LevelChange> changes, BookSide side) =>
        changes.Where(change => change.Side == side).Select(change => new BookLevel(change.Price, change.Quantity));

    /// <summary>A frame.</summary>
    public static byte[] Frame(string text) => Encoding.UTF8.GetBytes(text);
}
