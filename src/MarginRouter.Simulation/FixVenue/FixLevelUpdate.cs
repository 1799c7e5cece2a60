using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>One entry of an incremental refresh.</summary>
/// <param name="Action">MDUpdateAction (279).</param>
/// <param name="Level">The level.</param>
internal readonly record struct FixLevelUpdate(char Action, LevelChange Level)
{
    /// <summary>MDUpdateAction (279): a level that was not there.</summary>
    public const char New = '0';

    /// <summary>MDUpdateAction (279): another size.</summary>
    public const char Change = '1';

    /// <summary>MDUpdateAction (279): the level is gone.</summary>
    public const char Delete = '2';
}
