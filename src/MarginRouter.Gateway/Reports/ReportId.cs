using System.Globalization;

namespace MarginRouter.Gateway.Reports;

/// <summary>ExecID(17) and OrderID(37): the journal's tag and a running number of that journal.</summary>
internal static class ReportId
{
    public static string Format(string instanceTag, long number) => string.Create(CultureInfo.InvariantCulture, $"{instanceTag}-{number}");

    public static bool TryParse(string text, string instanceTag, out long number)
    {
        number = 0;
        return text.Length > instanceTag.Length + 1
            && text.StartsWith(instanceTag, StringComparison.Ordinal)
            && text[instanceTag.Length] == '-'
            && long.TryParse(text.AsSpan(instanceTag.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
