using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// Counts requests and orders per interval and states the counts as the venue does. It does not refuse what is over a limit.
/// </summary>
internal sealed class BinanceUsage(IReadOnlyList<BinanceRateLimit> limits)
{
    private readonly Lock gate = new();
    private readonly long[] windows = new long[limits.Count];
    private readonly int[] counts = new int[limits.Count];

    /// <summary>Counts one request, and one order if it is one.</summary>
    public void Count(Instant now, bool isOrder)
    {
        lock (gate)
        {
            for (int i = 0; i < limits.Count; i++)
            {
                long window = now.ToMilliseconds() / limits[i].Milliseconds;
                if (window != windows[i])
                {
                    windows[i] = window;
                    counts[i] = 0;
                }

                if (isOrder || !limits[i].CountsOrders)
                    counts[i]++;
            }
        }
    }

    /// <summary>Weight used in the current minute.</summary>
    public int Weight
    {
        get
        {
            lock (gate)
            {
                for (int i = 0; i < limits.Count; i++)
                {
                    if (!limits[i].CountsOrders)
                        return counts[i];
                }

                return 0;
            }
        }
    }

    /// <summary>Writes the member rateLimits; order limits only where an order was placed.</summary>
    public void Write(Utf8JsonWriter writer, bool isOrder)
    {
        lock (gate)
        {
            writer.WriteStartArray("rateLimits");
            for (int i = 0; i < limits.Count; i++)
            {
                if (limits[i].CountsOrders && !isOrder)
                    continue;
                writer.WriteStartObject();
                WriteLimit(writer, limits[i]);
                writer.WriteNumber("count", counts[i]);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>Writes the members of a limit without its count, as exchangeInfo has them.</summary>
    public static void WriteLimit(Utf8JsonWriter writer, BinanceRateLimit limit)
    {
        writer.WriteString("rateLimitType", limit.Type);
        writer.WriteString("interval", limit.Interval);
        writer.WriteNumber("intervalNum", limit.IntervalCount);
        writer.WriteNumber("limit", limit.Limit);
    }
}
