using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.Copies;

/// <summary>What a drop copy wants to have again.</summary>
/// <param name="Id">Its name of the request.</param>
/// <param name="Since">Reports from this time on, UTC; null with <paramref name="After"/>.</param>
/// <param name="After">Reports behind this ExecID(17); null with <paramref name="Since"/>.</param>
/// <param name="Limit">Most reports to send now; the rest is asked for by another request.</param>
internal sealed record CopyReplayRequest(string Id, DateTime? Since, string? After, int Limit)
{
    /// <summary>Most reports of one request: what a connection's buffer takes however slow the peer is.</summary>
    public const int MaximumReports = 1_000;

    /// <summary>Reads U1: exactly one of the request and the refusal is set.</summary>
    public static FixRefusal? Read(FixMessage message, out CopyReplayRequest? request)
    {
        request = null;
        OrderFields fields = new(message);
        if (!fields.TryName(DeskTag.ReplayId, out string id))
            return fields.MissingOrMalformed(DeskTag.ReplayId);
        int limit = MaximumReports;
        if (message.Contains(DeskTag.ReplayLimit) && (!message.TryGetInt(DeskTag.ReplayLimit, out limit) || limit is < 1 or > MaximumReports))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, DeskTag.ReplayLimit, $"1 to {MaximumReports} reports are sent at once");
        if (fields.TryName(FixTag.ExecID, out string after))
        {
            request = new CopyReplayRequest(id, null, after, limit);
            return null;
        }

        if (!message.TryGetTimestamp(FixTag.TransactTime, out DateTime since))
            return fields.MissingOrMalformed(FixTag.TransactTime);
        request = new CopyReplayRequest(id, since, null, limit);
        return null;
    }
}
