namespace MarginRouter.Fix.Session;

/// <summary>Names a session from our side.</summary>
/// <param name="SenderCompId">SenderCompID (49) of our messages.</param>
/// <param name="TargetCompId">TargetCompID (56) of our messages: the counterparty.</param>
/// <param name="BeginString">BeginString (8) of both sides.</param>
public sealed record FixSessionId(string SenderCompId, string TargetCompId, string BeginString = "FIX.4.4")
{
    /// <summary>For logs: <c>FIX.4.4:US->THEM</c>.</summary>
    public override string ToString() => $"{BeginString}:{SenderCompId}->{TargetCompId}";
}
