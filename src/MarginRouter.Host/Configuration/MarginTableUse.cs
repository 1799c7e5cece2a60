namespace MarginRouter.Host.Configuration;

/// <summary>Which margin tables a configuration trades by. Every configuration says it: no default lets an old file serve live unseen.</summary>
public enum MarginTableUse
{
    /// <summary>Those of the files, whatever their age, and venues are not asked: simulation and replay.</summary>
    Files = 1,

    /// <summary>Those of the venues inside each rule set's band; a file serves only as long as it says.</summary>
    Live = 2,
}
