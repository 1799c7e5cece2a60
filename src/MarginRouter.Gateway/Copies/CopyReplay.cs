using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Gateway.Copies;

/// <summary>
/// Sends a drop copy what it asked for, each report as a possible resend, and then the end. It goes in steps, so that the reports of this
/// moment need not wait for all of it: they may come between.
/// </summary>
internal sealed class CopyReplay(CopyArchive archive, CopyReplayRequest request)
{
    private const int StepReports = 16;
    private long place;
    private int sent;
    private string? last = request.After;

    /// <summary>Finds the start; not null says why there is none.</summary>
    public FixRefusal? Begin()
    {
        long? first = request.Since is DateTime since ? archive.FirstSince(since) : archive.FirstAfter(request.After!);
        place = first ?? 0;
        return first is not null ? null : FixRefusal.Business(
            FixBusinessRejectReason.UnknownId, RefusalText.Of([new Refusal(RefusalReason.UnknownOrder, $"no report has ExecID {request.After}")]));
    }

    /// <summary>Sends some; false once the end is sent.</summary>
    public bool Step(FixMessageWriter writer, Action send)
    {
        for (int i = 0; i < StepReports; i++)
        {
            if (place >= archive.End || sent == request.Limit)
            {
                WriteEnd(writer);
                send();
                return false;
            }

            if (archive.Read(place++) is not { } copy)
                continue;
            Repeat(writer, copy);
            last = copy.GetText(FixTag.ExecID);
            sent++;
            send();
        }

        return true;
    }

    private void WriteEnd(FixMessageWriter writer)
    {
        writer.Begin(DeskMessage.CopyReplayEnd);
        writer.Append(DeskTag.ReplayId, request.Id);
        writer.Append(DeskTag.ReplayCount, sent);
        writer.Append(FixTag.LastRptRequested, place >= archive.End);
        if (last is not null)
            writer.Append(FixTag.ExecID, last);
    }

    private static void Repeat(FixMessageWriter writer, FixMessage copy)
    {
        writer.Begin(copy.MessageType);
        writer.Append(FixTag.PossResend, true);
        for (int i = 0; i < copy.FieldCount; i++)
        {
            int tag = copy.TagAt(i);
            bool ofSession = tag is FixTag.BeginString or FixTag.BodyLength or FixTag.MsgType or FixTag.SenderCompID or FixTag.TargetCompID
                or FixTag.MsgSeqNum or FixTag.SendingTime or FixTag.CheckSum;
            if (!ofSession)
                writer.Append(tag, copy.ValueAt(i));
        }
    }
}
