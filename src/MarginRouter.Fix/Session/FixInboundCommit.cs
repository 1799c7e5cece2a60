namespace MarginRouter.Fix.Session;

/// <summary>When a received application message counts as safely processed, so that it is not asked for again after a restart.</summary>
public enum FixInboundCommit
{
    /// <summary>As soon as the call-back has returned: for applications that keep nothing, or that have written it before they return.</summary>
    AfterCallback = 1,

    /// <summary>
    /// When the application commits its <see cref="FixInboundMark"/>, for example once a journal holds the event. After a crash
    /// every message that was not committed is asked for again and arrives with PossDupFlag.
    /// </summary>
    ByApplication = 2,
}
