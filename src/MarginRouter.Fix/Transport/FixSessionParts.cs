using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Store;

namespace MarginRouter.Fix.Transport;

/// <summary>What a session works with.</summary>
/// <param name="Store">Its numbers and sent messages.</param>
/// <param name="Application">Who handles its messages.</param>
/// <param name="MessageLog">Where its messages are written for people; null for nowhere.</param>
public sealed record FixSessionParts(IFixMessageStore Store, IFixApplication Application, FixMessageLog? MessageLog = null);
