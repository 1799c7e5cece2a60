using System.Text.Json;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// <c>System.Text.Json</c> reports a broken escape, a member of the wrong type and a number out of range in ways of their own. For a feed
/// they are all the same: a frame that cannot be read, which a new connection may cure and which is not a mistake of ours.
/// </summary>
internal static class BrokenFrame
{
    /// <summary>True for what the reader throws for text that cannot be read, other than <see cref="JsonException"/>.</summary>
    public static bool Is(Exception fault) => fault is InvalidOperationException or FormatException or OverflowException;

    /// <summary>The fault by the name that callers know.</summary>
    public static JsonException Named(Exception fault) => new(fault.Message, fault);
}
