using System.Globalization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.MarketData;

/// <summary>Writes MarketDataSnapshotFullRefresh (W), MarketDataIncrementalRefresh (X) and MarketDataRequestReject (Y).</summary>
internal static class DepthWriter
{
    private const int EntryMarket = 275; // MDMkt
    public const char UnknownSymbol = '0';
    public const char DuplicateId = '1';
    public const char NotPermitted = '3';
    public const char UnsupportedSubscription = '4';
    public const char UnsupportedDepth = '5';

    // Insufficient bandwidth: the one reason of every version that speaks of how much is asked for.
    public const char TooMany = '2';

    public static void WriteSnapshot(FixMessageWriter writer, DepthSubscription subscription, IReadOnlyList<DepthEntry> entries, Firm firm)
    {
        writer.Begin(FixMsgType.MarketDataSnapshot);
        writer.Append(FixTag.MDReqID, subscription.Id);
        writer.Append(FixTag.Symbol, subscription.Symbol);
        writer.Append(FixTag.NoMDEntries, entries.Count);
        foreach (DepthEntry entry in entries)
        {
            writer.Append(FixTag.MDEntryType, entry.Side);
            writer.Append(FixTag.MDEntryPx, entry.Price);
            writer.Append(FixTag.MDEntrySize, entry.Quantity!.Value);
            writer.AppendText(EntryMarket, VenueOf(entry, firm));
        }
    }

    public static void WriteChanges(FixMessageWriter writer, DepthSubscription subscription, IReadOnlyList<DepthEntry> entries, Firm firm)
    {
        writer.Begin(FixMsgType.MarketDataIncremental);
        writer.Append(FixTag.MDReqID, subscription.Id);
        writer.Append(FixTag.NoMDEntries, entries.Count);
        foreach (DepthEntry entry in entries)
        {
            writer.Append(FixTag.MDUpdateAction, entry.Action);
            writer.Append(FixTag.MDEntryType, entry.Side);
            writer.AppendText(FixTag.MDEntryID, EntryId(entry));
            writer.Append(FixTag.Symbol, subscription.Symbol);
            writer.Append(FixTag.MDEntryPx, entry.Price);
            if (entry.Quantity is decimal quantity)
                writer.Append(FixTag.MDEntrySize, quantity);
            writer.AppendText(EntryMarket, VenueOf(entry, firm));
        }
    }

    public static void WriteReject(FixMessageWriter writer, string id, char reason, string text)
    {
        writer.Begin(FixMsgType.MarketDataRequestReject);
        writer.Append(FixTag.MDReqID, id);
        writer.Append(FixTag.MDReqRejReason, reason);
        writer.AppendText(FixTag.Text, text);
    }

    /// <summary>MDReqRejReason(281) of a refusal.</summary>
    public static char ReasonOf(RefusalReason reason) => reason == RefusalReason.PermissionDenied ? NotPermitted : UnknownSymbol;

    /// <summary>Side, instrument and price: the same for as long as the level stands.</summary>
    private static string EntryId(DepthEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Side}-{entry.Instrument.Value}-{entry.Price.ToString("0.############################", CultureInfo.InvariantCulture)}");

    private static string VenueOf(DepthEntry entry, Firm firm) => firm.Reference[firm.Reference[entry.Instrument].Venue].Name;
}
