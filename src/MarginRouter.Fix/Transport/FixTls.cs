using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MarginRouter.Fix.Transport;

/// <summary>The certificates of <see cref="FixTlsOptions"/>, read once, and the handshake with them.</summary>
internal sealed class FixTls : IDisposable
{
    private readonly FixTlsOptions _options;
    private readonly SslStreamCertificateContext? _own;
    private readonly X509Certificate2Collection _authorities = [];

    /// <exception cref="FixTlsException">A file cannot be read or holds no certificate.</exception>
    public FixTls(FixTlsOptions options)
    {
        _options = options;
        try
        {
            if (options.CertificateFile is { } file)
                _own = ReadOwn(file, options.KeyFile);
            if (options.AuthorityFile is { } authorities)
                _authorities.ImportFromPemFile(authorities);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new FixTlsException($"TLS certificate {options.CertificateFile}, key {options.KeyFile}, authorities {options.AuthorityFile}: {error.Message}", error);
        }

        if (options.AuthorityFile is not null && _authorities.Count == 0)
            throw new FixTlsException($"{options.AuthorityFile} holds no certificate");
    }

    /// <summary>The acceptor's side of the handshake.</summary>
    /// <exception cref="AuthenticationException">The peer's certificate or protocol is not taken.</exception>
    public SslStream Accept(Stream stream)
    {
        SslStream secured = new(stream);
        SslServerAuthenticationOptions server = new()
        {
            ServerCertificateContext = _own ?? throw new FixTlsException("an acceptor with TLS needs a certificate"),
            ClientCertificateRequired = _options.RequireClientCertificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => TakesClient(certificate, chain, errors),
        };
        return Shake(secured, () => secured.AuthenticateAsServer(server));
    }

    /// <summary>The initiator's side of the handshake.</summary>
    /// <exception cref="AuthenticationException">The peer's certificate or protocol is not taken.</exception>
    public SslStream Connect(Stream stream, string host)
    {
        SslStream secured = new(stream);
        SslClientAuthenticationOptions client = new()
        {
            TargetHost = _options.ServerName ?? host,
            ClientCertificateContext = _own,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Trusts(certificate, chain, errors),
        };
        return Shake(secured, () => secured.AuthenticateAsClient(client));
    }

    public void Dispose()
    {
        foreach (X509Certificate2 authority in _authorities)
            authority.Dispose();
        _own?.TargetCertificate.Dispose();
    }

    private static SslStreamCertificateContext ReadOwn(string file, string? keyFile)
    {
        X509Certificate2Collection chain = [];
        chain.ImportFromPemFile(file);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(file, keyFile), chain, offline: true);
    }

    private static SslStream Shake(SslStream stream, Action handshake)
    {
        try
        {
            handshake();
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private bool TakesClient(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!_options.RequireClientCertificate)
            return true;
        return Trusts(certificate, chain, errors) && (_options.ClientNames.IsEmpty ||
            _options.ClientNames.Contains(((X509Certificate2)certificate!).GetNameInfo(X509NameType.SimpleName, forIssuer: false)));
    }

    /// <summary>With authorities of our own the chain is built anew, to end at one of them; what else is wrong with the certificate stays so.</summary>
    private bool Trusts(X509Certificate? certificate, X509Chain? systemChain, SslPolicyErrors errors)
    {
        if (_authorities.Count == 0 || certificate is not X509Certificate2 shown)
            return errors == SslPolicyErrors.None;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        if (systemChain is not null)
            chain.ChainPolicy.ExtraStore.AddRange(systemChain.ChainElements.Select(element => element.Certificate).ToArray());
        return chain.Build(shown) && (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) == SslPolicyErrors.None;
    }
}
