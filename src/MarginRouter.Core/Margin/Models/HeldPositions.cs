using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>Brings every position of an account into its frame.</summary>
internal static class HeldPositions
{
    /// <summary>Adds them in the order of the account; what is missing about one is noted in the frame.</summary>
    public static void AddTo(LimitFrame frame, ReferenceData reference)
    {
        foreach (PositionSnapshot position in frame.Account.Positions)
        {
            if (position.Quantity.IsFlat)
                continue;
            frame.Slot(position.Instrument, out Refusal? refusal);
            if (refusal is not null)
                frame.Miss(refusal);
        }
    }
}
