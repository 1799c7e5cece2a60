namespace MarginRouter.Fix.Codec;

/// <content>Session-level fields beyond those of a plain FIX 4.4 session.</content>
public static partial class FixTag
{
    /// <summary>OnBehalfOfLocationID, tag 144.</summary>
    public const int OnBehalfOfLocationID = 144;

    /// <summary>DeliverToLocationID, tag 145.</summary>
    public const int DeliverToLocationID = 145;

    /// <summary>NewPassword, tag 925 (FIX 5.0; many 4.4 venues and brokers take it too).</summary>
    public const int NewPassword = 925;

    /// <summary>ApplVerID, tag 1128 (FIXT 1.1): the version of the application message.</summary>
    public const int ApplVerID = 1128;
}
