using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;

namespace MarginRouter.Gateway.Reports;

/// <summary>Finds out from a session's own store which reports it has sent, so that a restart neither loses nor repeats one.</summary>
internal static class SentReports
{
    /// <summary>The highest report number among the stored messages of this journal that are no repetitions, or the one kept when they were forgotten; 0 when there is none.</summary>
    public static long Last(IFixMessageStore store, string instanceTag)
    {
        FixMessage message = new();
        for (long number = store.NextOutbound - 1; number >= 1; number--)
        {
            if (store.FindStored(number, number + 1) != number)
                continue;
            byte[] bytes = store.Read(number).ToArray();
            if (message.Parse(bytes, 0, bytes.Length)
                && !message.Contains(FixTag.PossResend)
                && message.GetText(message.MessageType == FixMsgType.ExecutionReport ? FixTag.ExecID : DeskTag.ReportNumber) is string execId
                && ReportId.TryParse(execId, instanceTag, out long report))
                return report;
        }

        return store.Mark is { } mark && ReportId.TryParse(mark, instanceTag, out long kept) ? kept : 0;
    }
}
