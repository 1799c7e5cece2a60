namespace MarginRouter.Fix.Session;

/// <summary>BusinessRejectReason (380) of FIX 4.4. The zero value is the standard's own.</summary>
public enum FixBusinessRejectReason
{
    /// <summary>0: another reason, given in the text.</summary>
    Other = 0,

    /// <summary>1: an identifier is not known.</summary>
    UnknownId = 1,

    /// <summary>2: the security is not known.</summary>
    UnknownSecurity = 2,

    /// <summary>3: the message type is not supported.</summary>
    UnsupportedMessageType = 3,

    /// <summary>4: the application is not available.</summary>
    ApplicationNotAvailable = 4,

    /// <summary>5: a field that this application requires is missing.</summary>
    ConditionallyRequiredFieldMissing = 5,

    /// <summary>6: the sender may not do this.</summary>
    NotAuthorized = 6,

    /// <summary>7: the firm cannot be reached now.</summary>
    DeliverToFirmNotAvailable = 7,
}
