using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>All parents and children of the journal, by id and by the desk's key, and the running numbers.</summary>
internal sealed class OrderRegister
{
    private readonly List<ParentOrder> parents = [];
    private readonly Dictionary<(string Desk, string ClientOrderId), ParentOrder?> byDesk = [];
    private readonly Dictionary<ChildOrderId, ChildRecord> children = [];
    private readonly List<ChildRecord> open = [];
    private long reports;

    /// <summary>All parents in order of arrival.</summary>
    public IReadOnlyList<ParentOrder> Parents => parents;

    /// <summary>Parents of one leg: those that desks sent as such, in order of arrival.</summary>
    public IEnumerable<ParentOrder> Singles => parents.Where(parent => parent.Leg is null);

    /// <summary>Children that are not final, in order of creation.</summary>
    public IReadOnlyList<ChildRecord> OpenChildren => open;

    /// <summary>Every trade that a desk was told of.</summary>
    public TradeRegister Trades { get; } = new();

    /// <summary>Takes the next report number.</summary>
    public long NextReport() => ++reports;

    /// <summary>True when the desk has used this id for a parent or a request that was rejected.</summary>
    public bool IsUsed(string desk, string clientOrderId) => byDesk.ContainsKey((desk, clientOrderId));

    /// <summary>The parent that the desk calls by this id, or null.</summary>
    public ParentOrder? Find(string desk, string clientOrderId) =>
        byDesk.TryGetValue((desk, clientOrderId), out ParentOrder? parent) ? parent : null;

    /// <summary>The parent with this number; throws when there is none.</summary>
    public ParentOrder this[ParentOrderId id] => parents[checked((int)id.Value - 1)];

    /// <summary>The number that the next parent gets.</summary>
    public ParentOrderId NextParentId => new(parents.Count + 1);

    /// <summary>Registers a parent under its desk's id.</summary>
    public void Add(ParentOrder parent)
    {
        if (parent.Id != NextParentId)
            throw new InvalidOperationException($"parent {parent.Id.Value} is out of order, expected {NextParentId.Value}");
        parents.Add(parent);
        byDesk.Add((parent.Request.Desk, parent.Request.ClientOrderId), parent);
    }

    /// <summary>A refused replacement names no order any more; its id stays used.</summary>
    public void Unname(ParentOrder parent, string clientOrderId) => byDesk[(parent.Request.Desk, clientOrderId)] = null;

    /// <summary>The parent goes by a further id, that of a replacement, from the moment that it waits: the desk may name its order by it at once.</summary>
    public void Name(ParentOrder parent, string clientOrderId) => byDesk[(parent.Request.Desk, clientOrderId)] = parent;

    /// <summary>Registers an order of a basket's leg; the desk's id is the basket's.</summary>
    public void AddLeg(ParentOrder order)
    {
        if (order.Id != NextParentId)
            throw new InvalidOperationException($"leg order {order.Id.Value} is out of order, expected {NextParentId.Value}");
        parents.Add(order);
    }

    /// <summary>Remembers an id of a request that never became a parent.</summary>
    public void AddRejected(string desk, string clientOrderId) => byDesk.TryAdd((desk, clientOrderId), null);

    /// <summary>The child with this id, or null.</summary>
    public ChildRecord? Child(ChildOrderId id) => children.TryGetValue(id, out ChildRecord? record) ? record : null;

    /// <summary>Registers a child; throws when its id exists.</summary>
    public void Add(ChildRecord record)
    {
        children.Add(record.Order.Terms.Id, record);
        open.Add(record);
        record.Parent.Add(record.Order);
    }

    /// <summary>Takes a child that became final off the open list.</summary>
    public void Close(ChildRecord record) => open.Remove(record);
}
