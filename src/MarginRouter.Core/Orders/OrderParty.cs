namespace MarginRouter.Core.Orders;

/// <summary>A party of an order as the desk states it; the router repeats it and reads nothing from it.</summary>
/// <param name="Id">PartyID(448).</param>
/// <param name="Source">PartyIDSource(447).</param>
/// <param name="Role">PartyRole(452).</param>
public sealed record OrderParty(string Id, string Source, int Role);
