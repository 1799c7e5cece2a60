using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>
/// Requests for positions (AN): an acknowledgement (AO), then one report (AP) per balance and one per listed symbol with its mark, and
/// with its position where the contract has one. All carry TransactTime (60), the time of the statement: it contains exactly the fills
/// up to it. Used under the venue's gate.
/// </summary>
internal sealed class FixPositionReports(SimulatedExchange exchange)
{
    private const int PositionRequestStatus = 729;
    private const int UnsupportedRequest = 3;
    private readonly FixMessageWriter writer = new();
    private long lastReport;

    /// <summary>Takes a RequestForPositions (AN).</summary>
    public FixRefusal? Request(FixVenueClient client, FixMessage message)
    {
        if (message.GetText(FixTag.PosReqID) is not string requestId)
            return FixRefusal.MissingOrMalformed(message, FixTag.PosReqID);
        if (!message.TryGetInt(FixTag.PosReqType, out int type))
            return FixRefusal.MissingOrMalformed(message, FixTag.PosReqType);
        if (client.AccountOf(message) is not SimulatedAccount account)
            return FixRefusal.Business(FixBusinessRejectReason.NotAuthorized, "unknown account", requestId);
        AccountStatement statement = exchange.Statement(account);
        FixPositionAnswer answer = new(requestId, statement, statement.Balances.Length + exchange.Markets.Count);
        Acknowledge(client, answer, isSupported: type == 0);
        if (type != 0)
            return null;
        foreach (StatementBalance balance in statement.Balances)
            Report(client, answer, balance);
        foreach (SimulatedMarket market in exchange.Markets.Values)
            Report(client, answer, market);
        return null;
    }

    private void Acknowledge(FixVenueClient client, FixPositionAnswer answer, bool isSupported) => client.Send(writer
        .Begin(FixMsgType.RequestForPositionsAck)
        .Append(FixTag.PosMaintRptID, NextId())
        .Append(FixTag.PosReqID, answer.RequestId)
        .Append(FixTag.TotalNumPosReports, isSupported ? answer.Count : 0)
        .Append(FixTag.PosReqResult, isSupported ? 0 : UnsupportedRequest)
        .Append(PositionRequestStatus, isSupported ? 0 : 2)
        .Append(FixTag.Account, answer.Statement.Account)
        .Append(FixTag.AccountType, 1)
        .AppendTransactTime(answer.Statement.AsOf));

    private void Report(FixVenueClient client, FixPositionAnswer answer, StatementBalance balance)
    {
        Begin(answer)
            .Append(FixTag.Currency, balance.Asset)
            .Append(FixTag.NoPosAmt, balance.Borrowable is null ? 1 : 4)
            .Append(FixTag.PosAmtType, "CASH")
            .Append(FixTag.PosAmt, balance.Quantity);
        if (balance.Borrowable is { } line)
        {
            writer.Append(FixTag.PosAmtType, "BORROWED").Append(FixTag.PosAmt, balance.Borrowed)
                .Append(FixTag.PosAmtType, "INTEREST").Append(FixTag.PosAmt, balance.Interest)
                .Append(FixTag.PosAmtType, "BORROWABLE").Append(FixTag.PosAmt, line);
        }

        client.Send(writer);
    }

    private void Report(FixVenueClient client, FixPositionAnswer answer, SimulatedMarket market)
    {
        Instrument instrument = market.Instrument;
        Begin(answer).Append(FixTag.Symbol, instrument.Symbol).Append(FixTag.Currency, instrument.Settlement.Code);
        if (market.MarkPrice is decimal mark)
            writer.Append(FixTag.SettlPrice, mark).Append(FixTag.SettlPriceType, 2);
        if (instrument.IsDerivative)
        {
            SimulatedPosition? position = answer.Statement.Position(instrument.Symbol)?.Position;
            decimal quantity = position?.Quantity ?? 0;
            if (quantity != 0)
                writer.Append(FixTag.AvgPx, position!.EntryPrice);
            writer.Append(FixTag.NoPositions, 1)
                .Append(FixTag.PosType, "TQ")
                .Append(FixTag.LongQty, Math.Max(0, quantity))
                .Append(FixTag.ShortQty, Math.Max(0, -quantity));
        }

        client.Send(writer);
    }

    private FixMessageWriter Begin(FixPositionAnswer answer) => writer
        .Begin(FixMsgType.PositionReport)
        .Append(FixTag.PosMaintRptID, NextId())
        .Append(FixTag.PosReqID, answer.RequestId)
        .Append(FixTag.PosReqType, 0)
        .Append(FixTag.TotalNumPosReports, answer.Count)
        .Append(FixTag.PosReqResult, 0)
        .Append(FixTag.ClearingBusinessDate, DateOnly.FromDateTime(FixVenueTime.ToDateTime(answer.Statement.AsOf)))
        .Append(FixTag.Account, answer.Statement.Account)
        .Append(FixTag.AccountType, 1)
        .AppendTransactTime(answer.Statement.AsOf);

    private string NextId() => $"P{++lastReport}";
}
