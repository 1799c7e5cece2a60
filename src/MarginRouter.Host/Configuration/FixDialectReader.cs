using System.Collections.Immutable;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads <c>fix.dialect</c> of a venue file: what is left out is as the standard has it. A word is a list of one letter or digit; an empty list is a word that the venue lacks.</summary>
internal static class FixDialectReader
{
    private const int LargestTag = 99_999;

    public static FixDialect Read(JsonSection section)
    {
        bool is50 = section.Has("version") && section.Choice<FixVersion>("version") == FixVersion.V50Sp2;
        FixDialect standard = is50 ? FixDialect.Standard50Sp2 : FixDialect.Standard;
        FixDialect dialect = standard with
        {
            Timestamps = section.Has("timestamps") ? section.Choice<FixTimestampPrecision>("timestamps") : standard.Timestamps,
            Logon = ReadLogon(section),
            Orders = ReadOrders(section),
            Reports = ReadReports(section),
            Books = ReadBooks(section),
            Statements = section.Has("statements") ? section.Choice<FixStatementSource>("statements") : standard.Statements,
        };
        section.Close();
        foreach (string fault in dialect.Faults())
            section.Errors.Add(section.Place, fault);
        return dialect;
    }

    private static FixLogonDialect ReadLogon(JsonSection parent)
    {
        FixLogonDialect standard = new();
        if (parent.OptionalSection("logon") is not { } section)
            return standard;
        FixLogonDialect logon = new()
        {
            Proof = section.Has("proof") ? section.Choice<FixLogonProof>("proof") : standard.Proof,
            MarketDataProof = section.Has("marketDataProof") ? section.Choice<FixLogonProof>("marketDataProof") : standard.MarketDataProof,
            ResetsNumbers = section.Flag("resetsNumbers", standard.ResetsNumbers),
            OrderFields = Fields(section, "orderFields"),
            MarketDataFields = Fields(section, "marketDataFields"),
            DropCopyFields = section.Has("dropCopyFields") ? Fields(section, "dropCopyFields") : null,
            CancelOnDisconnect = Fields(section, "cancelOnDisconnect") is [var cancel, ..] ? cancel : null,
            KeepOnDisconnect = Fields(section, "keepOnDisconnect") is [var keep, ..] ? keep : null,
        };
        section.Close();
        return logon;
    }

    private static FixOrderDialect ReadOrders(JsonSection parent)
    {
        FixOrderDialect standard = new();
        if (parent.OptionalSection("orders") is not { } section)
            return standard;
        FixOrderDialect orders = new()
        {
            Ids = section.Has("ids") ? section.Choice<FixOrderIdForm>("ids") : standard.Ids,
            LongestId = section.OptionalWhole("longestId", 1, 256) ?? standard.LongestId,
            SendsAccount = section.Flag("sendsAccount", standard.SendsAccount),
            SendsHandlInst = section.Flag("sendsHandlInst", standard.SendsHandlInst),
            SendsTransactTime = section.Flag("sendsTransactTime", standard.SendsTransactTime),
            CancelNamesSide = section.Flag("cancelNamesSide", standard.CancelNamesSide),
            CancelNamesQuantity = section.Flag("cancelNamesQuantity", standard.CancelNamesQuantity),
            ImmediateOrCancel = Word(section, "immediateOrCancel", standard.ImmediateOrCancel),
            FillOrKill = Word(section, "fillOrKill", standard.FillOrKill),
            GoodTillCancel = Word(section, "goodTillCancel", standard.GoodTillCancel),
            Day = Word(section, "day", standard.Day),
            GoodTillDate = Word(section, "goodTillDate", standard.GoodTillDate),
            PostOnly = Word(section, "postOnly", standard.PostOnly),
            ReduceOnly = Word(section, "reduceOnly", standard.ReduceOnly),
            Fields = Fields(section, "fields"),
            Status = section.Has("status") ? section.Choice<FixStatusQuestion>("status") : standard.Status,
            Replaces = section.Flag("replaces", standard.Replaces),
            MassCancelBySymbol = Word(section, "massCancelBySymbol", standard.MassCancelBySymbol),
            AnswersMassCancel = section.Flag("answersMassCancel", standard.AnswersMassCancel),
            ListsByMassStatus = section.Flag("listsByMassStatus", standard.ListsByMassStatus),
        };
        section.Close();
        return orders;
    }

    private static FixReportDialect ReadReports(JsonSection parent)
    {
        FixReportDialect standard = new();
        if (parent.OptionalSection("reports") is not { } section)
            return standard;
        FixReportDialect reports = new()
        {
            TradeIdTags = section.Has("tradeIdTags") ? [.. section.Texts("tradeIdTags").Select(text => Tag(section, "tradeIdTags", text))] : standard.TradeIdTags,
            StatesFees = section.Flag("statesFees", standard.StatesFees),
            ErrorCodeTag = section.OptionalWhole("errorCodeTag", 1, LargestTag),
            NothingStandsCode = section.OptionalText("nothingStandsCode"),
            LiquidityTag = section.OptionalWhole("liquidityTag", 1, LargestTag) ?? standard.LiquidityTag,
        };
        section.Close();
        return reports;
    }

    private static FixBookDialect ReadBooks(JsonSection parent)
    {
        FixBookDialect standard = new();
        if (parent.OptionalSection("books") is not { } section)
            return standard;
        int? least = section.OptionalWhole("leastDepth", 0, 10_000);
        int? most = section.OptionalWhole("mostDepth", 0, 10_000);
        FixBookDialect books = new()
        {
            Continuity = section.Has("continuity") ? section.Choice<FixContinuity>("continuity") : standard.Continuity,
            Depths = [.. section.OptionalTexts("depths").Select(text => Tag(section, "depths", text))],
            DepthRange = least is null && most is null ? null : (least ?? 0, most ?? int.MaxValue),
            SendsUpdateType = section.Flag("sendsUpdateType", standard.SendsUpdateType),
            SendsAggregatedBook = section.Flag("sendsAggregatedBook", standard.SendsAggregatedBook),
            UnsubscribesById = section.Flag("unsubscribesById", standard.UnsubscribesById),
            CutsToDepth = section.Flag("cutsToDepth", standard.CutsToDepth),
            MarksFromBook = section.Flag("marksFromBook", standard.MarksFromBook),
        };
        section.Close();
        return books;
    }

    /// <summary>Fields written as <c>tag=value</c>.</summary>
    private static ImmutableArray<FixExtraField> Fields(JsonSection section, string name)
    {
        ImmutableArray<FixExtraField>.Builder fields = ImmutableArray.CreateBuilder<FixExtraField>();
        foreach (string text in section.OptionalTexts(name))
        {
            string[] halves = text.Split('=', 2);
            if (halves.Length == 2 && halves[1].Length > 0 && halves[1].All(character => character is >= ' ' and <= '~'))
                fields.Add(new FixExtraField(Tag(section, name, halves[0]), halves[1]));
            else
                section.Errors.Add($"{section.Place}.{name}", $"'{text}' is no field such as 25035=2");
        }

        return fields.ToImmutable();
    }

    private static int Tag(JsonSection section, string name, string text)
    {
        if (int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int tag) && tag is > 0 and <= LargestTag)
            return tag;
        section.Errors.Add($"{section.Place}.{name}", $"'{text}' is no number from 1 to {LargestTag}");
        return 1;
    }

    private static char? Word(JsonSection section, string name, char? standard)
    {
        if (section.OptionalTexts(name) is not { } words || !section.Has(name))
            return standard;
        if (words.Count == 0)
            return null;
        if (words.Count == 1 && words[0].Length == 1)
            return words[0][0];
        section.Errors.Add($"{section.Place}.{name}", "one letter or digit is expected, or none where the venue has no such word");
        return standard;
    }
}
