namespace MarginRouter.Core.Engine.Commands;

/// <summary>
/// Something that a desk must be told because of what the journal holds. It is numbered, so that after a restart the same is told under the
/// same number: none is lost and none repeated.
/// </summary>
public abstract record DeskReport : OutboundCommand
{
    /// <summary>The desk's session.</summary>
    public required string Desk { get; init; }

    /// <summary>Running number of reports in this journal, from 1: ExecID(17) derives from it, the same again after a restart.</summary>
    public required long ReportNumber { get; init; }
}
