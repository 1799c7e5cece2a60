using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;

namespace MarginRouter.Core.Engine.Allocations;

/// <summary>All accepted divisions of the journal, and how much of each order they use.</summary>
internal sealed class AllocationRegister
{
    private readonly Dictionary<(string Desk, string Id), AcceptedAllocation> byId = [];
    private readonly Dictionary<ParentOrderId, List<AcceptedAllocation>> byParent = [];

    /// <summary>The division that a desk calls by an id, whether it still holds or not; null when none was accepted.</summary>
    public AcceptedAllocation? Find(string desk, string id) => byId.GetValueOrDefault((desk, id));

    /// <summary>Filled and in no division that holds, in product lots; those of one division left out of account.</summary>
    public long Free(ParentOrder parent, AcceptedAllocation? except = null)
    {
        long free = FilledOrder.Lots(parent);
        foreach (AcceptedAllocation allocation in HoldingOf(parent))
        {
            if (allocation == except)
                continue;
            foreach ((ParentOrder one, QuantityLots lots) in allocation.Taken)
                free -= one == parent ? lots.Value : 0;
        }

        return free;
    }

    /// <summary>The divisions that hold and use an order, in order of arrival.</summary>
    public IEnumerable<AcceptedAllocation> HoldingOf(ParentOrder parent) =>
        byParent.TryGetValue(parent.Id, out List<AcceptedAllocation>? all) ? all.Where(allocation => allocation.Holds) : [];

    /// <summary>Takes an accepted division; one of ours takes the place of the one before it under the same id.</summary>
    public void Add(AcceptedAllocation allocation)
    {
        AllocationRequest request = allocation.Request;
        byId[(request.Desk, request.Id)] = allocation;
        foreach ((ParentOrder parent, _) in allocation.Taken)
        {
            if (!byParent.TryGetValue(parent.Id, out List<AcceptedAllocation>? all))
                byParent.Add(parent.Id, all = []);
            all.Add(allocation);
        }
    }
}
