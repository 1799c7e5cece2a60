namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk asks how its subaccounts stand (CollateralInquiry, BB, or RequestForPositions, AN).</summary>
/// <param name="Desk">The desk's session.</param>
/// <param name="Id">CollInquiryID(909) or PosReqID(710).</param>
/// <param name="Account">Account(1): one of the desk's subaccounts; null for all.</param>
/// <param name="OfPositions">True when positions were asked for, false for collateral.</param>
public sealed record AccountsRequested(string Desk, string Id, string? Account, bool OfPositions) : DeskQuestion(Desk, Id);
