namespace MarginRouter.Fix.Codec;

/// <summary>What is structurally wrong with a message whose length and checksum are right.</summary>
public enum FixParseFault
{
    /// <summary>A field does not start with a positive tag number and an equals sign (SessionRejectReason 0).</summary>
    InvalidTagNumber = 1,

    /// <summary>A field has no value (SessionRejectReason 4).</summary>
    EmptyValue = 2,

    /// <summary>The length field of a data field is not followed by a data field of that length (SessionRejectReason 6).</summary>
    BadDataLength = 3,
}
