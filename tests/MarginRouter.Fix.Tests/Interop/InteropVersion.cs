namespace MarginRouter.Fix.Tests.Interop;

/// <summary>What both sides speak.</summary>
/// <param name="BeginString">BeginString (8).</param>
/// <param name="ApplicationVersion">DefaultApplVerID (1137) under FIXT 1.1, else null.</param>
internal sealed record InteropVersion(string BeginString, string? ApplicationVersion)
{
    /// <summary>From a test's argument: <c>FIX.4.4</c>, or <c>FIXT.1.1/9</c> for FIX 5.0 SP2 over FIXT 1.1.</summary>
    public static InteropVersion Parse(string text)
    {
        string[] parts = text.Split('/');
        return new InteropVersion(parts[0], parts.Length > 1 ? parts[1] : null);
    }
}
