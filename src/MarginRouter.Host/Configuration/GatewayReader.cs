using System.Collections.Immutable;
using System.Net;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads the section <c>gateway</c> of <c>router.json</c>. Files that it names are looked at at once.</summary>
internal static class GatewayReader
{
    private const int UsualFileMegabytes = 64;
    private const int UsualFiles = 14;

    public static GatewaySettings Read(JsonSection section)
    {
        GatewaySettings gateway = new(
            section.Text("address"), section.Whole("port", 0, 65_535), section.Text("compId"), section.Text("storeDirectory"))
        {
            Tls = section.OptionalSection("tls") is { } tls ? ReadTls(tls) : null,
            AllowedNetworks = ReadNetworks(section),
            PasswordFile = section.OptionalText("passwordFile"),
            Dictionaries = section.OptionalSection("dictionaries") is { } dictionaries ? DictionariesReader.Read(dictionaries) : GatewaySettings.NoDictionaries,
            Strictness = SessionReader.ReadStrictness(section),
            Schedule = SessionReader.ReadSchedule(section),
            Sessions = [.. section.OptionalSections("sessions").Select(SessionReader.Read)],
            MessageLog = section.OptionalSection("messageLog") is { } log ? ReadMessageLog(log) : null,
        };
        section.Close();
        return gateway;
    }

    public static MessageLogSettings ReadMessageLog(JsonSection section)
    {
        MessageLogSettings log = new(
            section.Text("directory"),
            section.OptionalWhole("fileMegabytes", 1, 4096) ?? UsualFileMegabytes,
            section.OptionalWhole("files", 1, 10_000) ?? UsualFiles);
        section.Close();
        return log;
    }

    private static FixTlsOptions ReadTls(JsonSection section)
    {
        FixTlsOptions tls = new()
        {
            CertificateFile = Existing(section, "certificateFile", section.Text("certificateFile")),
            KeyFile = Existing(section, "keyFile", section.OptionalText("keyFile")),
            AuthorityFile = Existing(section, "authorityFile", section.OptionalText("authorityFile")),
            RequireClientCertificate = section.Flag("requireClientCertificate", fallback: false),
            ClientNames = [.. section.OptionalTexts("clientNames")],
        };
        if (!tls.ClientNames.IsEmpty && !tls.RequireClientCertificate)
            section.Errors.Add($"{section.Place}.clientNames", "has no use without requireClientCertificate");
        if (tls.RequireClientCertificate && tls.AuthorityFile is null)
            section.Errors.Add($"{section.Place}.authorityFile", "is missing: it says who may have signed the certificates of desks");
        section.Close();
        return tls;
    }

    private static string? Existing(JsonSection section, string member, string? file)
    {
        if (!string.IsNullOrEmpty(file) && !File.Exists(file))
            section.Errors.Add($"{section.Place}.{member}", $"the file '{file}' does not exist");
        return file;
    }

    private static ImmutableArray<IPNetwork> ReadNetworks(JsonSection section)
    {
        ImmutableArray<IPNetwork>.Builder networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (string text in section.OptionalTexts("allowedNetworks"))
        {
            if (IPNetwork.TryParse(text, out IPNetwork network))
                networks.Add(network);
            else
                section.Errors.Add($"{section.Place}.allowedNetworks", $"'{text}' is no network such as 10.1.0.0/16");
        }

        return networks.ToImmutable();
    }
}
