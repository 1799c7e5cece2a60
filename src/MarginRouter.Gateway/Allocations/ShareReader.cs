using System.Collections.Immutable;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.Allocations;

/// <summary>Reads who gets how much: NoAllocs(78) of an order that states it beforehand, or of an instruction afterwards.</summary>
internal static class ShareReader
{
    /// <summary>Most entries.</summary>
    public const int MaximumEntries = 500;

    // Members that may stand in an entry; what is not read of them is passed over.
    private static readonly int[] Members =
        [FixTag.AllocAccount, 661, 573, FixTradeTag.AllocPrice, FixTag.AllocQty, FixTradeTag.IndividualAllocID, FixTradeTag.AllocAvgPx, 736];

    /// <summary>Reads the group, which must be there.</summary>
    public static FixRefusal? Read(OrderFields fields, out ImmutableArray<OrderAllocation> shares)
    {
        shares = [];
        if (!fields.TryGetGroup(FixTag.NoAllocs, Members, out FixGroup group) || !group.CountMatches() || group.DeclaredCount is < 1 or > MaximumEntries)
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, FixTag.NoAllocs);
        ImmutableArray<OrderAllocation>.Builder read = ImmutableArray.CreateBuilder<OrderAllocation>();
        foreach (FixGroupEntry entry in group)
        {
            OrderFields share = new(entry);
            if (!share.TryName(FixTag.AllocAccount, out string account))
                return share.MissingOrMalformed(FixTag.AllocAccount);
            if (!share.TryGetDecimal(FixTag.AllocQty, out decimal quantity))
                return share.MissingOrMalformed(FixTag.AllocQty);
            read.Add(new OrderAllocation(account, quantity));
        }

        shares = read.ToImmutable();
        return null;
    }
}
