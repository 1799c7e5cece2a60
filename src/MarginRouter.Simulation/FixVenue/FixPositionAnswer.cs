using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>What all messages that answer one request for positions share.</summary>
/// <param name="RequestId">PosReqID (710).</param>
/// <param name="Statement">The account at the time of the request.</param>
/// <param name="Count">Number of position reports that follow.</param>
internal sealed record FixPositionAnswer(string RequestId, AccountStatement Statement, int Count);
