namespace MarginRouter.Core.Margin.Rules;

/// <summary>When a venue closes profitable positions because its insurance fund falls.</summary>
/// <param name="Trigger">Share of its peak that the fund must have lost, in (0, 1]; null where only an empty fund triggers.</param>
/// <param name="Stop">Share at which it ends again, at most the trigger; null where it is the trigger.</param>
/// <param name="WindowHours">Hours over which the peak is taken; positive; null where only an empty fund triggers.</param>
/// <param name="Price">At which price positions are closed.</param>
public sealed record DeleveragingRule(decimal? Trigger, decimal? Stop, decimal? WindowHours, DeleveragingPrice Price);
