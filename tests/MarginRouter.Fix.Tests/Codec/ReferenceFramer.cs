using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MarginRouter.Fix.Tests.Codec;

/// <summary>
/// The framing rules once more, over a whole stream at once and written for plainness: the oracle for the framer.
/// </summary>
internal static partial class ReferenceFramer
{
    /// <summary>All valid messages of the stream, in order; what is incomplete at its end is left.</summary>
    public static List<string> Messages(string stream, int maximum)
    {
        List<string> messages = [];
        int position = 0;
        while ((position = stream.IndexOf("8=FIX", position, StringComparison.Ordinal)) >= 0)
        {
            Match header = Header().Match(stream, position);
            if (!header.Success || header.Index != position)
            {
                if (MayBecomeHeader().IsMatch(stream[position..]))
                    return messages;
                position++;
                continue;
            }

            long bodyLength = long.Parse(header.Groups[1].Value, CultureInfo.InvariantCulture);
            int bodyStart = position + header.Length;
            long total = header.Length + bodyLength + 7;
            if (bodyLength < 5 || total > maximum)
            {
                position++;
                continue;
            }

            if (position + total > stream.Length)
                return messages;
            string message = stream.Substring(position, (int)total);
            if (!WellFormed().IsMatch(message) || stream.IndexOf("35=", bodyStart, StringComparison.Ordinal) != bodyStart)
            {
                position++;
                continue;
            }

            int sum = Encoding.Latin1.GetBytes(message[..^7]).Sum(value => value);
            if (sum % 256 == int.Parse(message[^4..^1], CultureInfo.InvariantCulture))
                messages.Add(message);
            position += (int)total;
        }

        return messages;
    }

    [GeneratedRegex(@"\G8=FIX[^\u0001]{0,6}\u00019=([0-9]{1,9})\u0001")]
    private static partial Regex Header();

    [GeneratedRegex(@"^8=FIX[^\u0001]{0,6}(\u0001(9(=([0-9]{1,9})?)?)?)?$")]
    private static partial Regex MayBecomeHeader();

    [GeneratedRegex(@"\u000110=(0[0-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-5])\u0001$")]
    private static partial Regex WellFormed();
}
