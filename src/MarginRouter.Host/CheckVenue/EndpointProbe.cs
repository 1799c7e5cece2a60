using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MarginRouter.Host.CheckVenue;

/// <summary>Looks whether an address of a venue resolves, accepts a connection and, where it is encrypted, shows a valid certificate.</summary>
internal sealed class EndpointProbe(TimeProvider time)
{
    /// <summary>Probes one endpoint. Sends nothing but the handshake; every fault becomes the step's detail.</summary>
    public async Task<VenueCheckStep> ProbeAsync(string name, Uri address, CancellationToken cancellation)
    {
        long began = time.GetTimestamp();
        string stage = "resolving the name";
        try
        {
            IPAddress[] found = IPAddress.TryParse(address.Host, out IPAddress? literal)
                ? [literal]
                : await Dns.GetHostAddressesAsync(address.Host, cancellation);
            stage = $"connecting to {string.Join(", ", found.Select(ip => ip.ToString()))} port {address.Port}";
            using TcpClient client = new();
            await client.ConnectAsync(found, address.Port, cancellation);
            string peer = $"{client.Client.RemoteEndPoint}";
            if (address.Scheme is not ("https" or "wss" or "tcp+tls"))
                return Step(VenueCheckOutcome.Ok, $"{address}: {peer} accepts connections, unencrypted");
            stage = $"TLS handshake with {peer}";
            await using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, cancellation);
            string expiry = tls.RemoteCertificate!.GetExpirationDateString();
            return Step(VenueCheckOutcome.Ok, string.Create(CultureInfo.InvariantCulture, $"{address}: {peer}, {tls.SslProtocol}, certificate until {expiry}"));
        }
        catch (OperationCanceledException)
        {
            return Step(VenueCheckOutcome.Failed, $"{address}: no answer in time while {stage}");
        }
        catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException)
        {
            return Step(VenueCheckOutcome.Failed, $"{address}: {stage}: {fault.Message}");
        }

        VenueCheckStep Step(VenueCheckOutcome outcome, string detail) =>
            new("endpoint", name, outcome, detail, time.GetElapsedTime(began).TotalMilliseconds);
    }
}
