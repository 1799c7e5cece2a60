namespace MarginRouter.Host.Commands;

/// <summary>Exit codes of every command; scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work ran and found a failure, for example a bad checksum.</summary>
    public const int FoundFailure = 1;

    /// <summary>Bad input or configuration; every error was listed.</summary>
    public const int BadInput = 2;

    /// <summary>An internal fault.</summary>
    public const int InternalFault = 3;
}
