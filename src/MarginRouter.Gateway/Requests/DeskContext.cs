using MarginRouter.Core.Engine;

namespace MarginRouter.Gateway.Requests;

/// <summary>Whose message is read.</summary>
/// <param name="Desk">The desk's name in the firm.</param>
/// <param name="Firm">The firm, for the end of its days.</param>
internal readonly record struct DeskContext(string Desk, Firm Firm);
