using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Questions;

/// <summary>
/// Writes how accounts stand: one CollateralReport (BA) an account with its margin figures and balances, or one PositionReport (AP) a
/// position behind a RequestForPositionsAck (AO). A refusal becomes a CollateralInquiryAck (BG) or the Ack alone.
/// </summary>
internal sealed class AccountWriter(Firm firm, string instanceTag)
{
    private const int InquiryStatusTag = 945;
    private const int InquiryResultTag = 946;
    private const int RejectedInquiry = 4;
    private const int OtherReason = 99;
    private const int AssignedAccepted = 3;
    private const int SettlementPriceTag = 730;
    private const int PriorSettlementPriceTag = 734;
    private const int RequestStatusTag = 729;
    private const int Completed = 0;
    private const int RejectedRequest = 2;
    private const int NoPositionsFound = 2;
    private const int NotAuthorized = 3;
    private const int AccountIsCustomer = 1;
    private const int TheoreticalPrice = 2;
    private const string AllAccounts = "ALL";
    private const string TotalQuantity = "TQ";

    /// <summary>Writes each message in turn and hands it on.</summary>
    public void Write(FixMessageWriter writer, AnswerAccounts answer, Action send)
    {
        if (answer.Question.OfPositions)
            WritePositions(writer, answer, send);
        else
            WriteCollateral(writer, answer, send);
    }

    private void WriteCollateral(FixMessageWriter writer, AnswerAccounts answer, Action send)
    {
        if (answer.Refusal is Refusal refusal)
        {
            writer.Begin(FixMsgType.CollateralInquiryAck);
            writer.Append(FixTag.CollInquiryID, answer.Id);
            writer.Append(InquiryStatusTag, RejectedInquiry);
            writer.Append(InquiryResultTag, OtherReason);
            writer.Append(FixTag.TotNumReports, 0);
            writer.AppendText(FixTag.Text, RefusalText.Of([refusal]));
            RefusalFields.Write(writer, refusal);
            send();
            return;
        }

        for (int i = 0; i < answer.Accounts.Length; i++)
        {
            writer.Begin(FixMsgType.CollateralReport);
            writer.Append(FixTag.CollRptID, ReportName(answer, i));
            writer.Append(FixTag.CollInquiryID, answer.Id);
            writer.Append(FixTag.CollStatus, AssignedAccepted);
            writer.Append(FixTag.TotNumReports, answer.Accounts.Length);
            writer.Append(FixTag.LastRptRequested, i == answer.Accounts.Length - 1);
            WriteAccount(writer, answer.Accounts[i]);
            writer.Append(DeskTag.StateTime, ReportTime.Utc(answer.At), FixTimestampPrecision.Microseconds);
            send();
        }
    }

    private static void WriteAccount(FixMessageWriter writer, AccountStanding view)
    {
        writer.AppendText(FixTag.Account, view.Subaccount.Name);
        writer.AppendText(FixTag.Currency, view.Subaccount.Reporting.Code);
        if (view.Margin is MarginAssessment margin)
        {
            writer.Append(FixTag.MarginExcess, Figure(margin.AcceptanceAvailable - margin.AcceptanceRequired));
            writer.Append(FixTag.TotalNetValue, Figure(margin.Equity));
            writer.Append(DeskTag.Equity, Figure(margin.Equity));
            writer.Append(DeskTag.InitialMargin, Figure(margin.InitialMargin));
            writer.Append(DeskTag.MaintenanceMargin, Figure(margin.MaintenanceMargin));
            if (margin.Utilisation is decimal utilisation)
                writer.Append(DeskTag.Utilisation, Figure(utilisation));
        }

        writer.Append(DeskTag.UtilisationLimit, view.Subaccount.UtilisationLimit);
        if (view.LiquidationDistance is decimal distance)
            writer.Append(DeskTag.LiquidationDistance, Figure(distance));
        if (view.Unknown is Refusal unknown)
            writer.AppendText(DeskTag.MarginUnknown, RefusalText.Of([unknown]));
        if (view.Account is null)
            return;
        writer.Append(DeskTag.NoBalances, view.Account.Balances.Length);
        foreach (AssetBalance balance in view.Account.Balances)
        {
            writer.AppendText(DeskTag.BalanceAsset, balance.Asset.Code);
            writer.Append(DeskTag.BalanceQuantity, balance.Net);
        }
    }

    private void WritePositions(FixMessageWriter writer, AnswerAccounts answer, Action send)
    {
        (AccountStanding View, PositionSnapshot Position)[] held =
        [
            .. answer.Accounts.Where(view => view.Account is not null)
                .SelectMany(view => view.Account!.Positions.Where(position => !position.Quantity.IsFlat).Select(position => (view, position))),
        ];
        AccountStanding? missing = answer.Accounts.FirstOrDefault(view => view.Account is null);
        Refusal? refusal = answer.Refusal ?? missing?.Unknown;
        writer.Begin(FixMsgType.RequestForPositionsAck);
        writer.Append(FixTag.PosMaintRptID, ReportName(answer, 0));
        writer.Append(FixTag.PosReqID, answer.Id);
        writer.Append(FixTag.TotalNumPosReports, held.Length);
        writer.Append(FixTag.PosReqResult, answer.Refusal is not null ? NotAuthorized : held.Length == 0 ? NoPositionsFound : Completed);
        writer.Append(RequestStatusTag, answer.Refusal is null ? Completed : RejectedRequest);
        writer.Append(FixTag.Account, answer.Question.Account ?? AllAccounts);
        writer.Append(FixTag.AccountType, AccountIsCustomer);
        if (refusal is not null)
        {
            writer.AppendText(FixTag.Text, RefusalText.Of([refusal]));
            RefusalFields.Write(writer, refusal);
        }

        send();
        for (int i = 0; i < held.Length; i++)
        {
            WritePosition(writer, answer, (held[i].View, held[i].Position, i + 1));
            send();
        }
    }

    private void WritePosition(FixMessageWriter writer, AnswerAccounts answer, (AccountStanding View, PositionSnapshot Position, int Number) held)
    {
        Instrument instrument = firm.Reference[held.Position.Instrument];
        writer.Begin(FixMsgType.PositionReport);
        writer.Append(FixTag.PosMaintRptID, ReportName(answer, held.Number));
        writer.Append(FixTag.PosReqID, answer.Id);
        writer.Append(FixTag.PosReqResult, Completed);
        writer.Append(FixTag.ClearingBusinessDate, DateOnly.FromDateTime(ReportTime.Utc(answer.At)));
        writer.AppendText(FixTag.Account, held.View.Subaccount.Name);
        writer.Append(FixTag.AccountType, AccountIsCustomer);
        writer.AppendText(FixTag.Symbol, instrument.Symbol);
        writer.AppendText(FixTag.SecurityExchange, firm.Reference[instrument.Venue].Name);
        // FIX 4.4 requires both prices; nothing settles here, so both are what the position was entered at.
        writer.Append(SettlementPriceTag, held.Position.EntryPrice);
        writer.Append(FixTag.SettlPriceType, TheoreticalPrice);
        writer.Append(PriorSettlementPriceTag, held.Position.EntryPrice);
        writer.Append(FixTag.NoPositions, 1);
        writer.Append(FixTag.PosType, TotalQuantity);
        decimal quantity = held.Position.Quantity.Value * instrument.LotSize;
        writer.Append(quantity > 0m ? FixTag.LongQty : FixTag.ShortQty, Math.Abs(quantity));
        writer.Append(DeskTag.EntryPrice, held.Position.EntryPrice);
        if (held.Position.AdlRank is { } rank)
            writer.Append(DeskTag.AdlRank, Figure(rank.Nearness));
        writer.AppendText(DeskTag.QuantityUnit, instrument.Kind == InstrumentKind.Spot ? instrument.Base.Code : "contracts");
    }

    private string ReportName(AnswerAccounts answer, int number) => $"{instanceTag}-{answer.Id}-{number}";

    private static decimal Figure(decimal value) => decimal.Round(value, 8, MidpointRounding.ToEven);
}
