using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Reports;

/// <summary>The figures of a refusal in the fixed table of tags 5101 to 5105.</summary>
internal static class RefusalFields
{
    public static void Write(FixMessageWriter writer, Refusal refusal)
    {
        writer.Append(DeskTag.RefusalReason, (long)refusal.Reason);
        writer.AppendText(DeskTag.RefusalSubject, refusal.Subject);
        if (refusal.Required is decimal required)
            writer.Append(DeskTag.RefusalRequired, required);
        if (refusal.Available is decimal available)
            writer.Append(DeskTag.RefusalAvailable, available);
        if (refusal.Threshold is decimal threshold)
            writer.Append(DeskTag.RefusalThreshold, threshold);
    }
}
