using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>Appends the proof of identity to the Logons of one session. Keys stay inside.</summary>
internal sealed class LogonProver : IDisposable
{
    private const int Nonce = 5025;
    private readonly FixLogonProof proof;
    private readonly string user;
    private readonly string password;
    private readonly Ed25519Signer? signer;
    private readonly byte[] secret = [];
    private long lastNonce;

    /// <summary>Takes what a session is configured with; throws <see cref="VenueConfigurationException"/> for a key that cannot sign.</summary>
    public LogonProver(FixLogonProof proof, string? user, string? password)
    {
        this.proof = proof;
        this.user = user ?? "";
        this.password = password ?? "";
        if (proof is FixLogonProof.Ed25519RawData or FixLogonProof.HmacSha512Password && this.user.Length == 0)
            throw new VenueConfigurationException("the Logon needs Username (553), the name of the key");
        try
        {
            if (proof == FixLogonProof.Ed25519RawData)
                signer = new Ed25519Signer(this.password);
            if (proof == FixLogonProof.HmacSha512Password)
                secret = Convert.FromBase64String(this.password);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or CryptographicException)
        {
            throw new VenueConfigurationException($"the key that signs the Logon cannot be read: {fault.Message}");
        }
    }

    /// <summary>Appends what the proof needs.</summary>
    public void Sign(FixMessageWriter message, FixLogonStamp stamp)
    {
        switch (proof)
        {
            case FixLogonProof.None:
                break;
            case FixLogonProof.Password:
                if (user.Length > 0)
                    message.Append(FixTag.Username, user);
                if (password.Length > 0)
                    message.Append(FixTag.Password, password);
                break;
            case FixLogonProof.Ed25519RawData:
                string signed = string.Create(
                    CultureInfo.InvariantCulture,
                    $"A\u0001{stamp.SenderCompId}\u0001{stamp.TargetCompId}\u0001{stamp.SequenceNumber}\u0001{stamp.SendingTimeText}");
                string signature = signer!.SignBase64(Encoding.ASCII.GetBytes(signed));
                message.AppendData(FixTag.RawDataLength, FixTag.RawData, Encoding.ASCII.GetBytes(signature)).Append(FixTag.Username, user);
                break;
            case FixLogonProof.HmacSha512Password:
                AppendHmac(message, stamp);
                break;
        }
    }

    public void Dispose() => signer?.Dispose();

    private void AppendHmac(FixMessageWriter message, FixLogonStamp stamp)
    {
        lastNonce = Math.Max(lastNonce + 1, (stamp.SendingTime - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond);
        string signed = string.Create(
            CultureInfo.InvariantCulture,
            $"35=A\u000134={stamp.SequenceNumber}\u000149={stamp.SenderCompId}\u000156={stamp.TargetCompId}\u0001553={user}\u0001{lastNonce}");
        byte[] mac = HMACSHA512.HashData(secret, SHA256.HashData(Encoding.UTF8.GetBytes(signed)));
        message.Append(FixTag.Username, user).Append(FixTag.Password, Convert.ToBase64String(mac)).Append(Nonce, lastNonce);
    }
}
