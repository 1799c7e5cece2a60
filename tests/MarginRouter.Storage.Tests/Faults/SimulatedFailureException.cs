namespace MarginRouter.Storage.Tests.Faults;

/// <summary>The failure that a fault directory injects.</summary>
internal sealed class SimulatedFailureException(string message) : IOException(message);
