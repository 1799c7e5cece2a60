using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MarginRouter.Host.Configuration;

/// <summary>Names the configuration that a journal was written with.</summary>
public static class ConfigurationHash
{
    private static readonly string[] Parts = ["router.json", "venues", "desks", "due-diligence", "margin"];

    /// <summary>SHA-256 over the names, lengths and bytes of all files of a configuration in ordinal order, lower-case hex.</summary>
    public static string Of(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in Parts)
        {
            string root = part == "margin" ? MarginRuleSetFiles.RootOf(folder) : folder;
            foreach (string file in FilesOf(Path.Combine(root, part)))
            {
                Append(hash, Encoding.UTF8.GetBytes(Path.GetRelativePath(root, file).Replace('\\', '/')));
                Append(hash, File.ReadAllBytes(file));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The length goes in front, so that text moved from one file into another counts.</summary>
    private static void Append(IncrementalHash hash, byte[] content)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, content.Length);
        hash.AppendData(length);
        hash.AppendData(content);
    }

    private static IEnumerable<string> FilesOf(string path)
    {
        if (File.Exists(path))
            return [path];
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            : [];
    }
}
