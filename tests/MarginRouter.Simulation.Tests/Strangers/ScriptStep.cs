using System.Text.Json;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>What a script printed of one call.</summary>
/// <param name="Name">The call.</param>
/// <param name="Error">The client's error; null when the call came back.</param>
/// <param name="Result">What came back.</param>
internal sealed record ScriptStep(string Name, string? Error, JsonElement Result);
