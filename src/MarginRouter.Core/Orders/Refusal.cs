namespace MarginRouter.Core.Orders;

/// <summary>A refusal as data: the reason, what it is about, and the figures of the rule. It is passed on unchanged to reports and journal.</summary>
/// <param name="Reason">The rule.</param>
/// <param name="Subject">What is missing or binding: an instrument, asset, account or field by name; never empty.</param>
/// <param name="Required">What the rule asks for, in the unit of the rule; null when the rule has no figure.</param>
/// <param name="Available">What there is, in the same unit; null when the rule has no figure.</param>
/// <param name="Threshold">The configured limit, for example 0.65 for a utilisation; null when there is none.</param>
public sealed record Refusal(
    RefusalReason Reason,
    string Subject,
    decimal? Required = null,
    decimal? Available = null,
    decimal? Threshold = null);
