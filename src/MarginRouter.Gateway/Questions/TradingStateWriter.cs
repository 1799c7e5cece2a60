using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Questions;

/// <summary>Writes TradingSessionStatus (h): open, or halted while the kill switch is on.</summary>
internal static class TradingStateWriter
{
    private const int RequestTag = 335;
    private const int SessionTag = 336;
    private const int StatusTag = 340;
    private const int EndTag = 345;
    private const int Halted = 1;
    private const int Open = 2;
    private const string Continuous = "24H";

    public static void Write(FixMessageWriter writer, AnswerTradingState answer, Firm firm)
    {
        writer.Begin(FixMsgType.TradingSessionStatus);
        writer.Append(RequestTag, answer.Id);
        writer.Append(SessionTag, Continuous);
        writer.Append(StatusTag, answer.IsKilled ? Halted : Open);
        writer.Append(EndTag, ReportTime.Utc(answer.DayEnd));
        if (answer.IsKilled)
            writer.Append(FixTag.Text, "the kill switch is on");
        else if (!answer.Disconnected.IsEmpty)
            writer.AppendText(FixTag.Text, "disconnected: " + string.Join(", ", answer.Disconnected.Select(venue => firm.Reference[venue].Name)));
    }
}
