using MarginRouter.Fix.Codec;

namespace MarginRouter.Host.Demo;

/// <summary>An ExecutionReport (8) as a desk reads it off the wire.</summary>
/// <param name="ExecType">ExecType(150).</param>
/// <param name="OrdStatus">OrdStatus(39).</param>
/// <param name="CumulativeQuantity">CumQty(14).</param>
/// <param name="LeavesQuantity">LeavesQty(151).</param>
/// <param name="AveragePrice">AvgPx(6).</param>
/// <param name="LastQuantity">LastQty(32), or null.</param>
/// <param name="LastPrice">LastPx(31), or null.</param>
/// <param name="LastVenue">LastMkt(30), or null.</param>
/// <param name="Account">Account(1), or null.</param>
/// <param name="Commission">Commission(12), or null.</param>
/// <param name="CommissionCurrency">CommCurrency(479), or null.</param>
/// <param name="Text">Text(58), or null.</param>
/// <param name="Leg">LegRefID(654) of a report about one leg of several, or null.</param>
internal sealed record DeskReport(
    char ExecType,
    char OrdStatus,
    decimal CumulativeQuantity,
    decimal LeavesQuantity,
    decimal AveragePrice,
    decimal? LastQuantity,
    decimal? LastPrice,
    string? LastVenue,
    string? Account,
    decimal? Commission,
    string? CommissionCurrency,
    string? Text,
    string? Leg)
{
    private const int CommissionCurrencyTag = 479;

    /// <summary>True when the order is over: filled, cancelled or rejected.</summary>
    public bool IsFinal => Leg is null && OrdStatus is '2' or '4' or '8';

    /// <summary>Reads a report; throws <see cref="InvalidDataException"/> when a required field is missing.</summary>
    public static DeskReport Read(FixMessage message)
    {
        if (!message.TryGetChar(FixTag.ExecType, out char execType)
            || !message.TryGetChar(FixTag.OrdStatus, out char status)
            || !message.TryGetDecimal(FixTag.CumQty, out decimal cumulative)
            || !message.TryGetDecimal(FixTag.LeavesQty, out decimal leaves)
            || !message.TryGetDecimal(FixTag.AvgPx, out decimal average))
            throw new InvalidDataException("an execution report lacks a required field");
        return new DeskReport(
            execType,
            status,
            cumulative,
            leaves,
            average,
            Optional(message, FixTag.LastQty),
            Optional(message, FixTag.LastPx),
            message.GetText(FixTag.LastMkt),
            message.GetText(FixTag.Account),
            Optional(message, FixTag.Commission),
            message.GetText(CommissionCurrencyTag),
            message.GetText(FixTag.Text),
            message.GetText(FixLegTag.MultiLegReportingType) == "2" ? message.GetText(FixLegTag.LegRefID) : null);
    }

    private static decimal? Optional(FixMessage message, int tag) => message.TryGetDecimal(tag, out decimal value) ? value : null;
}
