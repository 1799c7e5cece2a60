using System.Globalization;

namespace MarginRouter.Host.Demo;

/// <summary>Numbers as people read them, with the dash for what is not known.</summary>
internal static class Figure
{
    public static string Money(decimal? value) => Of(value, "N2");

    public static string Quantity(decimal? value) => Of(value, "0.########");

    public static string BasisPoints(decimal? value) => Of(value, "0.00");

    public static string Price(decimal? value) => Of(value, "0.00####");

    /// <summary>A fraction as per cent.</summary>
    public static string Percent(decimal? value) => value is decimal fraction ? Of(fraction * 100m, "0.00") + " %" : "-";

    private static string Of(decimal? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
