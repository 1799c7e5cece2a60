namespace MarginRouter.Fix.Session;

/// <summary>SessionRejectReason (373) of FIX 4.4, with one of FIX 5.0. The zero value is the standard's own.</summary>
public enum FixRejectReason
{
    /// <summary>0: a tag that is no tag number.</summary>
    InvalidTagNumber = 0,

    /// <summary>1: a required tag is missing.</summary>
    RequiredTagMissing = 1,

    /// <summary>2: the tag does not belong to this message type.</summary>
    TagNotDefinedForMessageType = 2,

    /// <summary>3: the tag is not known.</summary>
    UndefinedTag = 3,

    /// <summary>4: the tag has no value.</summary>
    TagWithoutValue = 4,

    /// <summary>5: the value is not among those allowed.</summary>
    ValueIncorrect = 5,

    /// <summary>6: the value has a wrong form.</summary>
    IncorrectDataFormat = 6,

    /// <summary>9: a CompID is not that of the session.</summary>
    CompIdProblem = 9,

    /// <summary>10: SendingTime is too far from our clock, or before OrigSendingTime.</summary>
    SendingTimeAccuracy = 10,

    /// <summary>11: the message type is no type of the standard.</summary>
    InvalidMessageType = 11,

    /// <summary>13: the tag appears more than once outside a group.</summary>
    TagAppearsMoreThanOnce = 13,

    /// <summary>14: the tag stands in the wrong place.</summary>
    TagOutOfOrder = 14,

    /// <summary>15: fields of a repeating group are out of order.</summary>
    GroupFieldsOutOfOrder = 15,

    /// <summary>16: a group's count differs from the number of its entries.</summary>
    IncorrectGroupCount = 16,

    /// <summary>18: the application version (1128) is not supported.</summary>
    UnsupportedApplicationVersion = 18,

    /// <summary>99: another reason, given in the text.</summary>
    Other = 99,
}
