using System.Collections.Immutable;

namespace MarginRouter.Simulation.Matching;

/// <summary>Every order request that ever arrived and every order that was accepted. Used under the venue's gate.</summary>
internal sealed class OrderLog
{
    private readonly List<OrderReception> receptions = [];
    private readonly Dictionary<(string Account, string ClientOrderId), SimulatedOrder> byClientId = [];
    private readonly Dictionary<long, (string Account, string ClientOrderId)> byOrderId = [];
    private readonly List<(string Account, string ClientOrderId)> accepted = [];

    public void Receive(OrderReception reception) => receptions.Add(reception);

    public void Keep(SimulatedOrder order)
    {
        (string Account, string ClientOrderId) key = (order.Account, order.ClientOrderId);
        if (!byClientId.ContainsKey(key))
        {
            byOrderId.Add(order.OrderId, key);
            accepted.Add(key);
        }

        byClientId[key] = order;
    }

    public SimulatedOrder? Find(string account, string clientOrderId) => byClientId.GetValueOrDefault((account, clientOrderId));

    public SimulatedOrder? Find(string account, long orderId) =>
        byOrderId.TryGetValue(orderId, out (string Account, string ClientOrderId) key) && key.Account == account ? byClientId[key] : null;

    public ImmutableArray<SimulatedOrder> Orders(string account) =>
        [.. accepted.Where(key => key.Account == account).Select(key => byClientId[key])];

    public ImmutableArray<OrderReception> Receptions() => [.. receptions];

    public int CountReceptions(string clientOrderId) =>
        receptions.Count(reception => string.Equals(reception.Request.ClientOrderId, clientOrderId, StringComparison.Ordinal));
}
