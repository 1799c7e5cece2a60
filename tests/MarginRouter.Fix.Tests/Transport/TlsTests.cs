using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using MarginRouter.Fix.Transport;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Transport;

/// <summary>Sessions over TLS, over loopback with certificates made for the test.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly string _router;
    private readonly string _desk;

    public TlsTests()
    {
        _router = _certificates.Issue("router.example");
        _desk = _certificates.Issue("desk.example");
    }

    private FixTlsOptions Server => new() { CertificateFile = _router };

    private FixTlsOptions MutualServer => new()
    {
        CertificateFile = _router,
        AuthorityFile = _certificates.Authority,
        RequireClientCertificate = true,
        ClientNames = ["desk.example"],
    };

    private FixTlsOptions Client => new() { AuthorityFile = _certificates.Authority };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Session_OverTls_CarriesMessagesBothWaysAndEndsInOrder(bool mutual)
    {
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { Tls = mutual ? MutualServer : Server });
        FixSession router = fixture.Accept();
        FixInitiator desk = fixture.Initiate(tls: mutual ? Client with { CertificateFile = _desk, ServerName = "router.example" } : Client);
        fixture.LogOn(desk);
        for (int i = 2; i < 102; i++)
        {
            desk.Session.Send(LoopbackFixture.News($"to router {i}"));
            Assert.Equal($"app {i} to router {i}", fixture.Router.Next());
            router.Send(LoopbackFixture.News($"to desk {i}"));
            Assert.Equal($"app {i} to desk {i}", fixture.Desk.Next());
        }

        desk.Session.Logout();
        fixture.ExpectEnd();
    }

    [Fact]
    public void PeerWithTheWrongCertificate_IsNotLetIn()
    {
        string stranger = _certificates.Issue("stranger.example");
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { Tls = MutualServer });
        fixture.Accept();
        foreach (FixTlsOptions client in (FixTlsOptions[])[Client, Client with { CertificateFile = stranger }])
        {
            fixture.Initiate(tls: client).Start();
            Assert.StartsWith("disconnected", fixture.Desk.Next(), StringComparison.Ordinal);
        }

        fixture.LogOn(fixture.Initiate(tls: Client with { CertificateFile = _desk }));
    }

    [Fact]
    public void AcceptorOfAnUnknownAuthorityOrName_IsNotTrusted()
    {
        using TestCertificates others = new();
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { Tls = Server });
        fixture.Accept();
        foreach (FixTlsOptions client in (FixTlsOptions[])[new(), new() { AuthorityFile = others.Authority }, Client with { ServerName = "elsewhere.example" }])
        {
            fixture.Initiate(tls: client).Start();
            Assert.StartsWith("disconnected: TLS failed", fixture.Desk.Next(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OldProtocolOrPlainBytes_AreRefused()
    {
        using LoopbackFixture fixture = new(door: LoopbackFixture.Door with { Tls = Server });
        fixture.Accept();
        Socket plain = fixture.Connect();
        plain.Send(fixture.LogonOf("DESK"));
        Assert.DoesNotContain("35=A", LoopbackFixture.ReadToEnd(plain), StringComparison.Ordinal);
        using NetworkStream stream = new(fixture.Connect());
#pragma warning disable SYSLIB0039, CA5359, CA5397, CA5398 // The old protocol is what the test is about.
        using SslStream old = new(stream, false, (_, _, _, _) => true);
        Assert.ThrowsAny<Exception>(() => old.AuthenticateAsClient("router.example", null, SslProtocols.Tls11, false));
#pragma warning restore SYSLIB0039, CA5359, CA5397, CA5398
    }

    [Fact]
    public void CertificateThatCannotBeRead_IsNamed()
    {
        FixTlsException error = Assert.Throws<FixTlsException>(() => new LoopbackFixture(door: LoopbackFixture.Door with { Tls = new FixTlsOptions { CertificateFile = "/nowhere.pem" } }));
        Assert.Contains("/nowhere.pem", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _certificates.Dispose();
}
