namespace MarginRouter.Fix.Session;

/// <summary>The standard's short words for each SessionRejectReason (373), sent in Text (58).</summary>
internal static class RejectText
{
    public static string Of(FixRejectReason reason) => reason switch
    {
        FixRejectReason.InvalidTagNumber => "Invalid tag number",
        FixRejectReason.RequiredTagMissing => "Required tag missing",
        FixRejectReason.TagNotDefinedForMessageType => "Tag not defined for this message type",
        FixRejectReason.UndefinedTag => "Undefined tag",
        FixRejectReason.TagWithoutValue => "Tag specified without a value",
        FixRejectReason.ValueIncorrect => "Value is incorrect (out of range) for this tag",
        FixRejectReason.IncorrectDataFormat => "Incorrect data format for value",
        FixRejectReason.CompIdProblem => "CompID problem",
        FixRejectReason.SendingTimeAccuracy => "SendingTime accuracy problem",
        FixRejectReason.InvalidMessageType => "Invalid MsgType",
        FixRejectReason.TagAppearsMoreThanOnce => "Tag appears more than once",
        FixRejectReason.TagOutOfOrder => "Tag specified out of required order",
        FixRejectReason.GroupFieldsOutOfOrder => "Repeating group fields out of order",
        FixRejectReason.IncorrectGroupCount => "Incorrect NumInGroup count for repeating group",
        FixRejectReason.UnsupportedApplicationVersion => "Unsupported application version",
        FixRejectReason.Other => "Other",
    };
}
