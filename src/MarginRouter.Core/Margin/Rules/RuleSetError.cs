namespace MarginRouter.Core.Margin.Rules;

/// <summary>One thing wrong in a rule file or a margin case.</summary>
/// <param name="File">The file, as it was named to the reader.</param>
/// <param name="Path">Place inside it as a JSON path, for example $.tiers.BTCUSDT-PERP[2].from.</param>
/// <param name="Message">What is wrong, with the value.</param>
public sealed record RuleSetError(string File, string Path, string Message)
{
    /// <inheritdoc />
    public override string ToString() => $"{File}: {Path}: {Message}";
}
