namespace MarginRouter.Fix.Tests.Settings;

/// <summary>What such an application throws to have a message type refused.</summary>
internal sealed class UnsupportedTypeShape : Exception;
