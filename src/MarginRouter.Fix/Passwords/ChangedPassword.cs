using System.Diagnostics.CodeAnalysis;

namespace MarginRouter.Fix.Passwords;

/// <summary>A password that its owner has set.</summary>
/// <param name="Current">The password.</param>
/// <param name="Replaced">The operator's password at that time; while it is the operator's still, <paramref name="Current"/> holds.</param>
internal sealed record ChangedPassword(PasswordHash Current, PasswordHash Replaced)
{
    /// <summary>The file's line, with its end.</summary>
    public string ToLine(string user) => $"{Current} {Replaced} {Uri.EscapeDataString(user)}\n";

    public static bool TryRead(string line, out string user, [NotNullWhen(true)] out ChangedPassword? changed)
    {
        string[] parts = line.TrimEnd('\r').Split(' ');
        bool whole = parts.Length == 3 && parts[2].Length > 0;
        PasswordHash? current = whole ? PasswordHash.TryRead(parts[0]) : null, replaced = whole ? PasswordHash.TryRead(parts[1]) : null;
        user = whole ? Uri.UnescapeDataString(parts[2]) : "";
        changed = current is not null && replaced is not null ? new ChangedPassword(current, replaced) : null;
        return changed is not null;
    }
}
