namespace MarginRouter.Fix.Session;

/// <summary>Which side opens the connection and sends the first Logon.</summary>
public enum FixRole
{
    /// <summary>Connects and sends the Logon.</summary>
    Initiator = 1,

    /// <summary>Listens and answers the Logon.</summary>
    Acceptor = 2,
}
