using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Trading;

namespace MarginRouter.Venues.FixVenue;

/// <summary>
/// A session that carries copies of an account's reports. They are read like the reports themselves: an execution that comes twice is one by
/// its id, and one that the order session lost with its connection comes here.
/// </summary>
internal sealed class DropCopyLink(SessionLogon logon, OrderReports reports, VenueClock clock) : IFixApplication, IDisposable
{
    /// <inheritdoc/>
    public void SignLogon(FixSession session, FixMessageWriter message, FixLogonStamp stamp) => logon.Sign(message, stamp);

    /// <inheritdoc/>
    public void OnLogon(FixSession session)
    {
    }

    /// <inheritdoc/>
    public void OnLogout(FixSession session, string reason)
    {
    }

    /// <inheritdoc/>
    public FixRefusal? FromApp(FixSession session, FixMessage message) =>
        message.MessageType == FixMsgType.ExecutionReport ? reports.Report(message, clock.Now) : null;

    /// <summary>Releases what signs its Logons.</summary>
    public void Dispose() => logon.Dispose();
}
