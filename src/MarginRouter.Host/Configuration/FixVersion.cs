namespace MarginRouter.Host.Configuration;

/// <summary>The FIX versions that venues speak.</summary>
internal enum FixVersion
{
    /// <summary>FIX 4.4.</summary>
    V44 = 1,

    /// <summary>FIX 5.0 SP2 over FIXT 1.1.</summary>
    V50Sp2 = 2,
}
