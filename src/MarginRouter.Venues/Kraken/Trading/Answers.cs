using System.Text.Json;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>Reads the answers to requests on the private socket.</summary>
internal static class Answers
{
    /// <summary>The error text of an answer; null when it succeeded. A pong has no success member and is one.</summary>
    public static string? Error(JsonElement answer) =>
        answer.TryGetProperty("success", out JsonElement success) && success.ValueKind == JsonValueKind.False
            ? answer.Text("error") ?? "no reason given"
            : answer.Text("error");

    /// <summary>What a refused request of the session itself means: a missing permission never heals.</summary>
    public static Exception Fault(string error) => error.StartsWith("EGeneral:Permission denied", StringComparison.Ordinal)
        ? new VenueConfigurationException($"Kraken private socket: {error}")
        : new VenueProtocolException($"Kraken private socket: {error}");

    /// <summary>
    /// True when an error leaves open whether the order was taken: the service failed between the gateway and the matching engine.
    /// Every other error, a passed deadline among them, is a decision.
    /// </summary>
    public static bool LeavesOrderOpen(string error) =>
        error.StartsWith("EService:Timeout", StringComparison.Ordinal)
        || error.StartsWith("EService:Unavailable", StringComparison.Ordinal)
        || error.StartsWith("EService:Busy", StringComparison.Ordinal)
        || error.StartsWith("EGeneral:Internal error", StringComparison.Ordinal);

    /// <summary>The class of an error, for example EOrder of <c>EOrder:Insufficient funds</c>; the whole text when it has none.</summary>
    public static string Code(string error)
    {
        int colon = error.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? error[..colon] : error;
    }
}
