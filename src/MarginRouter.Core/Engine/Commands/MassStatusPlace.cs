namespace MarginRouter.Core.Engine.Commands;

/// <summary>The place of a report among those that answer an OrderMassStatusRequest (AF).</summary>
/// <param name="RequestId">MassStatusReqID(584).</param>
/// <param name="Total">TotNumReports(911): how many orders match; 0 when none does.</param>
/// <param name="IsLast">LastRptRequested(912).</param>
public sealed record MassStatusPlace(string RequestId, int Total, bool IsLast);
