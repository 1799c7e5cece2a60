using System.Collections.Immutable;

namespace MarginRouter.Simulation.Matching;

/// <summary>Every order request that ever arrived and every order that was accepted. Used under the venue's gate.</summary>
internal sealed class OrderLog
{
    private readonly List<OrderReception> receptions = [];
    private readonly Dictionary<long, SimulatedOrder> orders = [];
    private readonly Dictionary<(string Account, string ClientOrderId), long> byClientId = [];
    private readonly List<long> accepted = [];

    public void Receive(OrderReception reception) => receptions.Add(reception);

    public void Keep(SimulatedOrder order)
    {
        if (!orders.ContainsKey(order.OrderId))
        {
            accepted.Add(order.OrderId);
            byClientId[(order.Account, order.ClientOrderId)] = order.OrderId;
        }

        orders[order.OrderId] = order;
    }

    public SimulatedOrder? Find(string account, string clientOrderId) =>
        byClientId.TryGetValue((account, clientOrderId), out long orderId) ? orders[orderId] : null;

    public SimulatedOrder? Find(string account, long orderId) =>
        orders.TryGetValue(orderId, out SimulatedOrder? order) && order.Account == account ? order : null;

    public SimulatedOrder Get(long orderId) => orders[orderId];

    public ImmutableArray<SimulatedOrder> Orders(string account) =>
        [.. accepted.Select(orderId => orders[orderId]).Where(order => order.Account == account)];

    public ImmutableArray<OrderReception> Receptions() => [.. receptions];

    public int CountReceptions(string clientOrderId) =>
        receptions.Count(reception => string.Equals(reception.Request.ClientOrderId, clientOrderId, StringComparison.Ordinal));
}
