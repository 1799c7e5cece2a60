namespace MarginRouter.Host.Configuration;

/// <summary>What waits for the disk (design decision 6). The table of what each mode means per event stands in src/DECISIONS.md.</summary>
public enum DurabilityMode
{
    /// <summary>Nothing waits: the journal is written behind. A crash can lose the last moments.</summary>
    None = 1,

    /// <summary>Reports to desks wait until their cause is durable; children do not.</summary>
    BeforeAcknowledge = 2,

    /// <summary>Reports and children wait until their cause is durable. The default.</summary>
    BeforeSend = 3,
}
