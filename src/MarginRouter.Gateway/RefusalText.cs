using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MarginRouter.Core.Orders;

namespace MarginRouter.Gateway;

/// <summary>A refusal in words for Text(58): the rule, what it is about, what it requires, what is available, the limit.</summary>
public static class RefusalText
{
    private const int MaximumLength = 480;

    /// <summary>All refusals, the first one first, cut to a length that every FIX engine takes.</summary>
    public static string Of(ImmutableArray<Refusal> refusals)
    {
        StringBuilder text = new();
        foreach (Refusal refusal in refusals)
        {
            if (text.Length > 0)
                text.Append("; ");
            Append(text, refusal);
        }

        return text.Length <= MaximumLength ? text.ToString() : text.ToString(0, MaximumLength - 3) + "...";
    }

    private static void Append(StringBuilder text, Refusal refusal)
    {
        (string required, string available) = refusal.Reason == RefusalReason.Dearer
            ? ("worst price taken all in", "own next")
            : ("required", "available");
        text.Append(refusal.Reason).Append(": ").Append(refusal.Subject);
        AppendFigure(text, required, refusal.Required);
        AppendFigure(text, available, refusal.Available);
        AppendFigure(text, "limit", refusal.Threshold);
    }

    private static void AppendFigure(StringBuilder text, string name, decimal? figure)
    {
        if (figure is not decimal value)
            return;

        // Amounts of hundreds and more are money: cents are enough in words, all digits stand in the figures beside them.
        int decimals = Math.Abs(value) >= 100m ? 2 : 8;
        text.Append(' ').Append(name).Append(' ').Append(
            decimal.Round(value, decimals, MidpointRounding.ToEven).ToString("0.########", CultureInfo.InvariantCulture));
    }
}
