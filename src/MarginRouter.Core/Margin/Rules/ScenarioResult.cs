namespace MarginRouter.Core.Margin.Rules;

/// <summary>Which margin the scan gives; the other is a multiple of it.</summary>
internal enum ScenarioResult
{
    /// <summary>Maintenance margin.</summary>
    Maintenance = 1,

    /// <summary>Initial margin.</summary>
    Initial = 2,
}
