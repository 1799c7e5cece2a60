using System.Globalization;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>Gives decimals the number of fraction digits that the venue writes, so that the JSON number text keeps its trailing zeros.</summary>
internal static class KrakenNumber
{
    /// <summary>The value with exactly this many fraction digits; throws when digits would be lost.</summary>
    public static decimal Exact(decimal value, int decimals)
    {
        decimal scaled = Rounded(value, decimals);
        return scaled == value
            ? scaled
            : throw new ArgumentException($"{value} has more than {decimals} fraction digits", nameof(value));
    }

    /// <summary>The value rounded half away from zero to this many fraction digits, all of them present.</summary>
    public static decimal Rounded(decimal value, int decimals) =>
        decimal.Round(value, decimals, MidpointRounding.AwayFromZero) + new decimal(0, 0, 0, false, (byte)decimals);

    /// <summary>
    /// The exact value with at least this many fraction digits: amounts of money, where a rounded figure would make statements and
    /// fills disagree.
    /// </summary>
    public static decimal AtLeast(decimal value, int decimals)
    {
        decimal shortest = value;
        while (shortest.Scale > decimals && decimal.Round(shortest, shortest.Scale - 1) == shortest)
            shortest = decimal.Round(shortest, shortest.Scale - 1);
        return shortest + new decimal(0, 0, 0, false, (byte)decimals);
    }

    /// <summary>The text of <see cref="Rounded"/>.</summary>
    public static string Text(decimal value, int decimals) => Rounded(value, decimals).ToString(CultureInfo.InvariantCulture);

    /// <summary>The text of <see cref="AtLeast"/>.</summary>
    public static string ExactText(decimal value, int decimals) => AtLeast(value, decimals).ToString(CultureInfo.InvariantCulture);
}
