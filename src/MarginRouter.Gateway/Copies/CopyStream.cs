using MarginRouter.Core.Engine.Commands;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Copies;

/// <summary>Writes the copies of execution reports for a drop copy, and those that it asks for again.</summary>
internal sealed class CopyStream(CopyArchive archive, string instanceTag)
{
    /// <summary>Number of the last report that is kept.</summary>
    public long LastReport => archive.LastReport;

    /// <summary>Writes the copy of a report and keeps it.</summary>
    public void Write(FixMessageWriter writer, ReportParent report)
    {
        ReportWriter.Write(writer, report, instanceTag);
        writer.Append(FixTradeTag.CopyMsgIndicator, true);
        writer.AppendText(DeskTag.CopiedDesk, report.Desk);
        archive.Keep(writer, report.ReportNumber, report.At);
    }

    /// <summary>What is to be done for a request.</summary>
    public CopyReplay Replay(CopyReplayRequest request) => new(archive, request);
}
