namespace MarginRouter.Fix.Tests.Settings;

/// <summary>What such an application throws to have a Logon refused.</summary>
internal sealed class RejectLogonShape(string text) : Exception(text);
