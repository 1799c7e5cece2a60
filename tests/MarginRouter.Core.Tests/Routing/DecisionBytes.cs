using System.Text.Json;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>A decision as bytes that differ when anything in it differs.</summary>
internal static class DecisionBytes
{
    public static string Of(RouteDecision decision) => JsonSerializer.Serialize(decision);
}
