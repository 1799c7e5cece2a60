using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Hyperliquid.Trading;

/// <summary>The venue's words for ids, states and fills (hyperliquid.gitbook.io).</summary>
internal static class HyperliquidWords
{
    // Client ids have 128 bits here: our ids are written as a number of base 38, whose zero ends the text.
    private const string Digits = "-0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Radix = 38;

    /// <summary>A client id: 0x and 32 digits.</summary>
    public static string ClientOrderId(ClientOrderIdFormat format, ChildOrderId child)
    {
        BigInteger number = BigInteger.Zero;
        foreach (char character in format.Format(child))
            number = (number * Radix) + Digits.IndexOf(character, StringComparison.Ordinal) + 1;
        return $"0x{number.ToString("x32", CultureInfo.InvariantCulture)[^32..]}";
    }

    /// <summary>Reads a client id; false for one that is not ours.</summary>
    public static bool TryRead(ClientOrderIdFormat format, string text, out ChildOrderId child)
    {
        child = default;
        if (text.Length != 34 || !BigInteger.TryParse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out BigInteger number))
            return false;
        Span<char> reversed = stackalloc char[32];
        int start = reversed.Length;
        for (; !number.IsZero && start > 0; number /= Radix)
        {
            int digit = (int)(number % Radix);
            if (digit == 0)
                return false;
            reversed[--start] = Digits[digit - 1];
        }

        return number.IsZero && format.TryParse(reversed[start..], out child);
    }

    /// <summary>A number as it is signed and sent: no trailing zeros, no exponent.</summary>
    public static string Number(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>The state that a status means. An immediate-or-cancel order that met nothing counts as ended, as it does elsewhere.</summary>
    public static VenueOrderState State(string status) => status switch
    {
        "open" or "triggered" => VenueOrderState.Working,
        "filled" => VenueOrderState.Filled,
        "iocCancelRejected" or "scheduledCancel" => VenueOrderState.Ended,
        _ when status.EndsWith("anceled", StringComparison.Ordinal) => VenueOrderState.Ended,
        _ when status.EndsWith("Rejected", StringComparison.Ordinal) || status == "rejected" => VenueOrderState.Refused,
        _ => throw new VenueProtocolException($"the order status {status} is not known"),
    };

    /// <summary>A fill of the stream or of a list.</summary>
    public static OwnExecution Execution(JsonElement fill) => new(
        JsonFigure.Text(fill, "tid"),
        JsonFigure.Required(fill, "sz"),
        JsonFigure.Required(fill, "px"),
        JsonFigure.Required(fill, "fee"),
        JsonFigure.TextOrEmpty(fill, "feeToken") is { Length: > 0 } asset ? asset : "USDC",
        JsonFigure.Milliseconds(fill, "time"));
}
