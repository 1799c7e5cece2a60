namespace MarginRouter.Gateway.Versions;

/// <summary>The application version of FIX that a session speaks.</summary>
public enum DeskVersion
{
    /// <summary>FIX 4.2 (BeginString <c>FIX.4.2</c>).</summary>
    Fix42 = 1,

    /// <summary>FIX 4.4 (BeginString <c>FIX.4.4</c>).</summary>
    Fix44 = 2,

    /// <summary>FIX 5.0 SP2 over FIXT 1.1 (BeginString <c>FIXT.1.1</c>, DefaultApplVerID(1137) 9).</summary>
    Fix50Sp2 = 3,
}
