namespace MarginRouter.Fix.Tests.Acceptance;

/// <summary>How a script's session behaves and is compared.</summary>
/// <param name="ResetOnLogon">Whether every logon starts at 1.</param>
/// <param name="CheckRequiredFields">Whether the fields that the dictionary calls required must be there.</param>
/// <param name="CompareText">Whether the words of Text (58) count.</param>
internal sealed record ScriptSession(bool ResetOnLogon, bool CheckRequiredFields, bool CompareText);
