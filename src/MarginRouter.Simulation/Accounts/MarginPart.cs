using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Simulation.Accounts;

/// <summary>What a venue liquidates by itself: a whole account, or one isolated position.</summary>
/// <param name="Symbol">The isolated position; null for the whole account.</param>
/// <param name="Margin">Its margin.</param>
/// <param name="Action">What the venue's ladder says of it.</param>
internal sealed record MarginPart(string? Symbol, MarginAssessment Margin, LadderAction Action);
