using System.Collections.Immutable;

namespace MarginRouter.Fix.Transport;

/// <summary>TLS of one side, from PEM files. TLS 1.2 and 1.3 are spoken.</summary>
public sealed record FixTlsOptions
{
    /// <summary>
    /// Own certificate, PEM, with intermediate ones behind it. An acceptor must have one; an initiator without one shows none.
    /// </summary>
    public string? CertificateFile { get; init; }

    /// <summary>Its private key, PEM, not encrypted. Null when it stands in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Authorities that may have signed the peer's certificate, PEM; null stands for those that the system trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>Acceptor: a peer must show a certificate of a trusted authority.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>
    /// Acceptor: the common names of the certificates that are let in; empty lets in every one of a trusted authority. Has no use without
    /// <see cref="RequireClientCertificate"/>.
    /// </summary>
    public ImmutableArray<string> ClientNames { get; init; } = [];

    /// <summary>Initiator: the name that the peer's certificate must carry, also sent as server name; null stands for the host connected to.</summary>
    public string? ServerName { get; init; }
}
