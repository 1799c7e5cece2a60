using System.Text.Json;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken;

/// <summary>
/// Readiness of the venue with Kraken's own switch in it: an account can trade when its session is up and the trading system takes
/// orders (docs.kraken.com, spot-websocket-v2, status: online and limit_only do; cancel_only, post_only and maintenance do not).
/// </summary>
internal sealed class TradingGate(VenueReadiness readiness, int accounts)
{
    private readonly Lock gate = new();
    private readonly bool[] ready = new bool[accounts];
    private string system = "online";

    /// <summary>Every book is complete, or market data broke.</summary>
    public void MarketData(bool complete) => readiness.MarketData(complete);

    /// <summary>An account's session came up or went down.</summary>
    public void Account(int place, bool up, string reason)
    {
        lock (gate)
        {
            ready[place] = up;
            readiness.Account(place, up && TakesOrders(system), up ? $"the trading system is {system}" : reason);
        }
    }

    /// <summary>A status frame of either socket.</summary>
    public void SystemStatus(JsonElement frame)
    {
        if (!frame.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            return;
        foreach (JsonElement status in data.EnumerateArray())
        {
            if (status.Text("system") is { } stated)
                Switch(stated);
        }
    }

    private void Switch(string stated)
    {
        lock (gate)
        {
            if (stated == system)
                return;
            system = stated;
            for (int i = 0; i < ready.Length; i++)
                readiness.Account(i, ready[i] && TakesOrders(stated), $"the trading system is {stated}");
        }
    }

    private static bool TakesOrders(string state) => state is "online" or "limit_only";
}
