namespace MarginRouter.Fix.Codec;

/// <summary>Tag numbers by which messages are routed to third parties, and versions and numbers agreed in the Logon.</summary>
public static class FixSessionTag
{
    /// <summary>OnBehalfOfCompID, tag 115.</summary>
    public const int OnBehalfOfCompID = 115;

    /// <summary>OnBehalfOfSubID, tag 116.</summary>
    public const int OnBehalfOfSubID = 116;

    /// <summary>DeliverToCompID, tag 128.</summary>
    public const int DeliverToCompID = 128;

    /// <summary>DeliverToSubID, tag 129.</summary>
    public const int DeliverToSubID = 129;

    /// <summary>OnBehalfOfLocationID, tag 144.</summary>
    public const int OnBehalfOfLocationID = 144;

    /// <summary>DeliverToLocationID, tag 145.</summary>
    public const int DeliverToLocationID = 145;

    /// <summary>NextExpectedMsgSeqNum, tag 789.</summary>
    public const int NextExpectedMsgSeqNum = 789;

    /// <summary>NewPassword, tag 925: the password that a Logon asks to have from now on.</summary>
    public const int NewPassword = 925;

    /// <summary>SessionStatus, tag 1409 (FIXT 1.1): a <see cref="Session.FixLogonState"/>.</summary>
    public const int SessionStatus = 1409;

    /// <summary>ApplVerID, tag 1128 (FIXT 1.1): the version of the application message.</summary>
    public const int ApplVerID = 1128;

    /// <summary>DefaultApplVerID, tag 1137 (FIXT 1.1).</summary>
    public const int DefaultApplVerID = 1137;
}
