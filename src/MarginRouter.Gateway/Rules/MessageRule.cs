namespace MarginRouter.Gateway.Rules;

/// <summary>What a desk must know of one message that it may send.</summary>
/// <param name="Type">MsgType(35).</param>
/// <param name="Name">Its name in the standard.</param>
/// <param name="Purpose">What it does, in a sentence or two.</param>
/// <param name="Required">Fields that must be there, for people.</param>
/// <param name="Optional">Fields that may be there, for people; empty for none.</param>
/// <param name="Answers">MsgTypes(35) of the answers, in words.</param>
/// <param name="Sample">A body that a test sends: tag=value with bars between.</param>
/// <param name="Reply">MsgType(35) of the first answer to the sample.</param>
internal sealed record MessageRule(
    int Type, string Name, string Purpose, string Required, string Optional, string Answers, string Sample, string Reply);
