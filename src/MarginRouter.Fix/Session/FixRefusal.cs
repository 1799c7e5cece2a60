using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Session;

/// <summary>
/// Why an application does not take a message. A refused Logon is answered with a Logout that carries <see cref="Text"/>; any other message
/// with a Reject (3) or a BusinessMessageReject (j). The message's sequence number is consumed either way.
/// </summary>
public sealed class FixRefusal
{
    private FixRefusal(string text) => Text = text;

    /// <summary>Text (58) for the counterparty's people; characters that are not printable ASCII are sent as question marks.</summary>
    public string Text { get; }

    /// <summary>SessionRejectReason (373), or null when this is a business refusal.</summary>
    public FixRejectReason? RejectReason { get; private init; }

    /// <summary>RefTagID (371); null when no field is to blame.</summary>
    public int? RefTag { get; private init; }

    /// <summary>BusinessRejectReason (380), or null when this is a session-level refusal.</summary>
    public FixBusinessRejectReason? BusinessReason { get; private init; }

    /// <summary>BusinessRejectRefID (379), for example the ClOrdID; null when there is none.</summary>
    public string? BusinessRefId { get; private init; }

    /// <summary>A session-level refusal, sent as Reject (3).</summary>
    /// <param name="reason">SessionRejectReason (373).</param>
    /// <param name="refTag">RefTagID (371), null for none.</param>
    /// <param name="text">Text (58); by default the standard's words for the reason.</param>
    public static FixRefusal Session(FixRejectReason reason, int? refTag = null, string? text = null) =>
        new(text ?? RejectText.Of(reason)) { RejectReason = reason, RefTag = refTag };

    /// <summary>A business refusal, sent as BusinessMessageReject (j).</summary>
    /// <param name="reason">BusinessRejectReason (380).</param>
    /// <param name="text">Text (58).</param>
    /// <param name="refId">BusinessRejectRefID (379), null for none.</param>
    public static FixRefusal Business(FixBusinessRejectReason reason, string text, string? refId = null) =>
        new(text) { BusinessReason = reason, BusinessRefId = refId };

    /// <summary>
    /// The session-level refusal that fits a field which a reader of <see cref="FixMessage"/> did not find:
    /// required tag missing when it is absent, else wrong data format.
    /// </summary>
    public static FixRefusal MissingOrMalformed(FixMessage message, int tag)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Session(message.Contains(tag) ? FixRejectReason.IncorrectDataFormat : FixRejectReason.RequiredTagMissing, tag);
    }

    /// <summary>SessionStatus (1409) of the Logout that answers a refused Logon, where the version has it (FIXT 1.1); null for none.</summary>
    public FixLogonState? LogonState { get; private init; }

    /// <summary>A refused Logon.</summary>
    /// <param name="text">Text (58) of the Logout.</param>
    /// <param name="state">SessionStatus (1409) of the Logout, null for none; versions before FIXT 1.1 do not carry it.</param>
    public static FixRefusal Logon(string text, FixLogonState? state = null) => new(text) { RejectReason = FixRejectReason.Other, LogonState = state };
}
