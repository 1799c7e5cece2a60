using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Journal;

/// <summary>
/// Names what a journal's records mean something by: the tables whose positions are their ids, and the desk rules by which recovery judges
/// a journaled request again.
/// </summary>
internal static class StructureHash
{
    /// <summary>
    /// SHA-256 over venues, instruments with their grids, products, subaccounts, and of each desk its products, largest order and most
    /// attempts, and the end of the day; lower-case hex. Margin limits, routing policies, ages and fees are not in it: decisions carry them.
    /// </summary>
    public static string Of(Firm firm)
    {
        StringBuilder text = new();
        foreach (Venue venue in firm.Reference.Venues)
            Line(text, $"venue {venue.Id.Value} {venue.Name}");
        foreach (Instrument instrument in firm.Reference.Instruments)
        {
            Line(text, $"instrument {instrument.Id.Value} {instrument.Venue.Value} {instrument.Symbol} {instrument.Kind} {instrument.Base} {instrument.Quote}");
            Line(text, $"grid {instrument.TickSize} {instrument.LotSize} {instrument.Multiplier} {instrument.Settlement}");
            if (instrument.Expires)
                Line(text, $"expiry {instrument.Expiry?.Nanoseconds} {instrument.Option?.Right} {instrument.Option?.Strike} {instrument.Option?.StrikeAsset}");
        }

        foreach (Product product in firm.Reference.Products)
            Line(text, $"product {product.Id.Value} {product.Symbol} {product.Base} {product.Pricing} {product.LotSize}");
        foreach (Subaccount subaccount in firm.Subaccounts)
            Line(text, $"subaccount {subaccount.Id.Value} {subaccount.Name} {subaccount.Venue.Value} {subaccount.RuleSet}");
        Line(text, $"dayEnd {firm.DayEndMinutes}");
        foreach (Desk desk in firm.Desks)
            Line(text, $"desk {desk.Name} {string.Join(',', desk.Products.Select(product => product.Value))} {desk.MaximumOrderNotional} {desk.MaximumAttempts}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    /// <summary>Throws <see cref="ConfigurationException"/> when a journal was written with other tables.</summary>
    public static void Require(string journal, string structure)
    {
        using JournalReader reader = new(journal);
        if (reader.Header.StructureHash != structure)
        {
            throw new ConfigurationException(
            [
                $"{journal} was written with other venues, instruments, products, subaccounts or desk rules (products, maximumOrderNotional, "
                + "maximumAttempts): use that configuration, or move the journal away once none of its children is open",
            ]);
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
