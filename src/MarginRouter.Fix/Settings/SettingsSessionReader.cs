using System.Collections.Immutable;
using System.Net;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;

namespace MarginRouter.Fix.Settings;

/// <summary>Makes a session of a section's keys.</summary>
internal static class SettingsSessionReader
{
    private const int MaximumPort = 65_535;
    private const int UsualHeartbeat = 30;

    public static FixConfiguredSession Read(SettingsSection section)
    {
        section.Text("ConnectionType");
        FixRole role = section.Choice("ConnectionType", FixRole.Acceptor, ("acceptor", FixRole.Acceptor), ("initiator", FixRole.Initiator));
        bool isTemplate = section.Flag("DynamicSession", fallback: false);
        if (isTemplate && role == FixRole.Initiator)
            section.Fault("DynamicSession", "DynamicSession is for acceptors: an initiator knows whom it calls");
        if (!isTemplate && section.OptionalText("TargetCompID") is { } target && target.AsSpan().ContainsAny('*', '?'))
            section.Fault("TargetCompID", "TargetCompID is a pattern, which needs DynamicSession=Y");
        return new FixConfiguredSession(Options(section, role), section.Line)
        {
            IsTemplate = isTemplate,
            Listen = role == FixRole.Acceptor ? ReadListen(section) : null,
            AllowedNetworks = role == FixRole.Acceptor ? ReadNetworks(section) : [],
            Connect = role == FixRole.Initiator ? ReadConnect(section) : null,
            Tls = ReadTls(section, role),
            StoreDirectory = section.Flag("PersistMessages", fallback: true) ? section.Text("FileStorePath") : null,
            LogDirectory = section.OptionalText("FileLogPath"),
        };
    }

    private static FixSessionOptions Options(SettingsSection section, FixRole role)
    {
        (string beginString, string? application) = SettingsVersionReader.Read(section);
        if (role == FixRole.Initiator)
            section.Text("HeartBtInt");
        return new FixSessionOptions
        {
            Id = new FixSessionId(section.Text("SenderCompID"), section.Text("TargetCompID"), beginString),
            Role = role,
            DefaultApplVerId = application,
            Validation = SettingsVersionReader.Validation(section, beginString, application),
            HeartbeatInterval = section.Seconds("HeartBtInt", UsualHeartbeat, least: 0),
            Username = Initiators(section, role, "Username"),
            Password = Initiators(section, role, "Password"),
            ResetOnLogon = section.Flag("ResetOnLogon", fallback: false),
            ResetOnLogout = section.Flag("ResetOnLogout", fallback: false),
            ResetOnDisconnect = section.Flag("ResetOnDisconnect", fallback: false),
            Schedule = SettingsScheduleReader.Read(section),
            SendingTimeTolerance = section.Flag("CheckLatency", fallback: true) ? section.Seconds("MaxLatency", 120, least: 1) : null,
            LogonTimeout = section.Seconds("LogonTimeout", 10, least: 1),
            LogoutTimeout = section.Seconds("LogoutTimeout", 2, least: 1),
            UseNextExpectedNumber = section.Flag("EnableNextExpectedMsgSeqNum", fallback: false),
            MaximumResendRange = section.Whole("MaxMessagesInResendRequest", 0, 0, int.MaxValue),
            TimestampPrecision = section.Choice(
                "TimeStampPrecision", FixTimestampPrecision.Milliseconds,
                ("MILLIS", FixTimestampPrecision.Milliseconds), ("MICROS", FixTimestampPrecision.Microseconds)),
        };
    }

    private static string? Initiators(SettingsSection section, FixRole role, string key)
    {
        if (role == FixRole.Acceptor && section.Has(key))
            section.Fault(key, $"{key} is for initiators: an acceptor's application judges the Logon");
        return role == FixRole.Initiator ? section.OptionalText(key) : null;
    }

    private static IPEndPoint ReadListen(SettingsSection section)
    {
        section.Text("SocketAcceptPort");
        int port = section.Whole("SocketAcceptPort", 0, 0, MaximumPort);
        if (IPAddress.TryParse(section.OptionalText("SocketAcceptHost") ?? "0.0.0.0", out IPAddress? address))
            return new IPEndPoint(address, port);
        section.Fault("SocketAcceptHost", "SocketAcceptHost must be an IP address");
        return new IPEndPoint(IPAddress.Loopback, port);
    }

    private static ImmutableArray<IPNetwork> ReadNetworks(SettingsSection section)
    {
        ImmutableArray<IPNetwork>.Builder networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (string text in (section.OptionalText("AllowedRemoteAddresses") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(text, out IPNetwork network))
                networks.Add(network);
            else if (IPAddress.TryParse(text, out IPAddress? address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                section.Fault("AllowedRemoteAddresses", $"'{text}' is neither an address nor a network such as 10.1.0.0/16");
        }

        return networks.ToImmutable();
    }

    private static FixInitiatorOptions ReadConnect(SettingsSection section)
    {
        section.Text("SocketConnectPort");
        return new FixInitiatorOptions
        {
            Host = section.Text("SocketConnectHost"),
            Port = section.Whole("SocketConnectPort", 1, 1, MaximumPort),
            ReconnectDelay = section.Seconds("ReconnectInterval", 1, least: 1),
        };
    }

    private static FixTlsOptions? ReadTls(SettingsSection section, FixRole role)
    {
        if (!section.Flag("SSLEnable", fallback: false))
            return null;
        if (role == FixRole.Acceptor)
            section.Text("SSLCertificate");
        return new FixTlsOptions
        {
            CertificateFile = ExistingFile(section, "SSLCertificate"),
            KeyFile = ExistingFile(section, "SSLCertificateKey"),
            AuthorityFile = ExistingFile(section, "SSLCACertificate"),
            RequireClientCertificate = section.Flag("SSLRequireClientCertificate", fallback: false),
            ServerName = section.OptionalText("SSLServerName"),
        };
    }

    private static string? ExistingFile(SettingsSection section, string key)
    {
        string? file = section.OptionalText(key);
        if (file is not null && !File.Exists(file))
            section.Fault(key, $"{key}: the file '{file}' does not exist");
        return file;
    }
}
