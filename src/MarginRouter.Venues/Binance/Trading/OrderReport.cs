using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// What a user stream says about an order: executionReport of spot, or the member o of ORDER_TRADE_UPDATE of futures. Both use the same
/// letters (user-data-stream.md; futures user data streams).
/// </summary>
internal readonly record struct OrderReport
{
    /// <summary>s.</summary>
    public string Symbol { get; private init; }

    /// <summary>c, or C where that names the order and c the cancel request.</summary>
    public string ClientOrderId => string.IsNullOrEmpty(OriginalClientOrderId) ? RequestClientOrderId : OriginalClientOrderId;

    /// <summary>x: NEW, TRADE, CANCELED, EXPIRED, REJECTED, TRADE_PREVENTION, CALCULATED.</summary>
    public string ExecutionType { get; private init; }

    /// <summary>X: status after this report.</summary>
    public string Status { get; private init; }

    /// <summary>r, where the market sends it.</summary>
    public string RejectReason { get; private init; }

    /// <summary>i.</summary>
    public long OrderId { get; private init; }

    /// <summary>t.</summary>
    public long TradeId { get; private init; }

    /// <summary>l: size of this execution.</summary>
    public decimal LastQuantity { get; private init; }

    /// <summary>z: filled so far.</summary>
    public decimal CumulativeQuantity { get; private init; }

    /// <summary>L: price of this execution.</summary>
    public decimal LastPrice { get; private init; }

    /// <summary>n.</summary>
    public decimal Commission { get; private init; }

    /// <summary>N; null when there is no commission.</summary>
    public string? CommissionAsset { get; private init; }

    /// <summary>T: transaction time.</summary>
    public Instant Time { get; private init; }

    private string RequestClientOrderId { get; init; }

    private string OriginalClientOrderId { get; init; }

    /// <summary>Decodes the object that the reader stands on; throws <see cref="VenueProtocolException"/> when it names no order.</summary>
    public static OrderReport Decode(ref Utf8JsonReader reader)
    {
        OrderReport report = new()
        {
            Symbol = "",
            ExecutionType = "",
            Status = "",
            RejectReason = "",
            RequestClientOrderId = "",
            OriginalClientOrderId = "",
        };
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            byte name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            report = (char)name switch
            {
                's' => report with { Symbol = Text(ref reader) },
                'c' => report with { RequestClientOrderId = Text(ref reader) },
                'C' => report with { OriginalClientOrderId = Text(ref reader) },
                'x' => report with { ExecutionType = Text(ref reader) },
                'X' => report with { Status = Text(ref reader) },
                'r' => report with { RejectReason = Text(ref reader) },
                'i' => report with { OrderId = reader.GetInt64() },
                't' => report with { TradeId = reader.GetInt64() },
                'l' => report with { LastQuantity = Number(ref reader) },
                'z' => report with { CumulativeQuantity = Number(ref reader) },
                'L' => report with { LastPrice = Number(ref reader) },
                'n' => report with { Commission = Number(ref reader) },
                'N' => report with { CommissionAsset = reader.GetString() },
                'T' => report with { Time = Instant.FromMilliseconds(reader.GetInt64()) },
                _ => Skip(ref reader, report),
            };
        }

        return report.Symbol.Length > 0 && report.ExecutionType.Length > 0 && report.Status.Length > 0
            ? report
            : throw new VenueProtocolException("an order report lacks its symbol, execution type or status");
    }

    private static OrderReport Skip(ref Utf8JsonReader reader, OrderReport report)
    {
        reader.Skip();
        return report;
    }

    /// <summary>Texts that recur in every report are not made anew.</summary>
    private static string Text(ref Utf8JsonReader reader)
    {
        foreach (string known in Recurring)
        {
            if (reader.ValueTextEquals(known))
                return known;
        }

        return reader.GetString() ?? "";
    }

    private static decimal Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return 0m;
        return DecimalText.TryParse(reader.ValueSpan, out DecimalText value)
            ? value.ToDecimal()
            : throw new VenueProtocolException("a number of an order report cannot be read");
    }

    private static readonly string[] Recurring =
        ["", "NEW", "TRADE", "FILLED", "PARTIALLY_FILLED", "EXPIRED", "CANCELED", "REJECTED", "NONE"];
}
