using System.Collections.Concurrent;
using System.Net;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway.Versions;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Gateway.Tests;

/// <summary>A desk with a real initiator over a loopback socket. Its store outlives its connections, as a desk's own engine keeps it.</summary>
internal sealed class TestDesk(IFixMessageStore store, string password = TestDesk.RightPassword, string username = "alpha") : IFixApplication, IDisposable
{
    public const string RightPassword = "open sesame";
    private readonly BlockingCollection<string> received = [];
    private readonly BlockingCollection<string> ends = [];
    private readonly ManualResetEventSlim loggedOn = new();
    private readonly FixMessageWriter writer = new();
    private FixInitiator? initiator;

    /// <summary>Number of messages that wait to be looked at.</summary>
    public int Waiting => received.Count;

    /// <summary>Whether its Logon resets the numbers of both sides.</summary>
    public bool ResetOnLogon { get; init; }

    /// <summary>Its SenderCompID(49).</summary>
    public string CompId { get; init; } = "ALPHA";

    /// <summary>The version that it speaks.</summary>
    public DeskVersion Version { get; init; } = DeskVersion.Fix44;

    /// <summary>The dictionary that it holds every message of the router's against; null for none.</summary>
    public FixValidationOptions? Validation { get; init; }

    /// <summary>NewPassword(925) of its Logon; null leaves it out.</summary>
    public string? NewPassword { get; init; }

    /// <summary>Connects and waits for the logon.</summary>
    public TestDesk LogOn(IPEndPoint router, FixTlsOptions? tls = null)
    {
        Connect(router, tls);
        if (!loggedOn.Wait(Patience.Long))
            throw new TimeoutException("no logon");
        return this;
    }

    /// <summary>Connects once and does not wait.</summary>
    public void Connect(IPEndPoint router, FixTlsOptions? tls = null)
    {
        FixSessionOptions session = new()
        {
            Id = new FixSessionId(CompId, "ROUTER", VersionTable.BeginStringOf(Version)),
            DefaultApplVerId = VersionTable.ApplicationVersionOf(Version),
            Validation = Validation,
            Role = FixRole.Initiator,
            Username = Version == DeskVersion.Fix42 ? null : username,
            Password = Version == DeskVersion.Fix42 ? null : password,
            ResetOnLogon = ResetOnLogon,
        };
        FixInitiatorOptions options = new() { Host = router.Address.ToString(), Port = router.Port, ReconnectDelay = null, Tls = tls };
        initiator = new FixInitiator(options, session, (store, this), TimeProvider.System, NullLogger<FixInitiator>.Instance);
        initiator.Start();
    }

    /// <summary>Sends a message: type, then fields as tag=value with a bar between them; a value is written byte for byte (Latin-1).</summary>
    public TestDesk Send(int type, string fields)
    {
        writer.Begin(type);
        foreach (string field in fields.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = field.Split('=', 2);
            writer.Append(int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture), Encoding.Latin1.GetBytes(parts[1]).AsSpan());
        }

        Assert.Equal(FixSendResult.Sent, initiator!.Session.Send(writer));
        return this;
    }

    /// <summary>The next message that is not a heartbeat: its type and body fields, tag=value with a bar between them.</summary>
    public string Next() => received.TryTake(out string? next, Patience.Long) ? next : throw new TimeoutException($"no message came; the connection: {string.Join(", ", ends)}");

    /// <summary>Why the connection ended.</summary>
    public string NextEnd() => ends.TryTake(out string? next, Patience.Long) ? next : throw new TimeoutException("the connection did not end");

    public void OnLogon(FixSession session) => loggedOn.Set();

    public void ToAdmin(FixSession session, FixMessageWriter message)
    {
        if (message.MessageType == FixMsgType.Logon && NewPassword is not null)
            message.Append(FixSessionTag.NewPassword, NewPassword);
        if (message.MessageType == FixMsgType.Logon && Version == DeskVersion.Fix42)
            message.AppendData(FixTag.RawDataLength, FixTag.RawData, Encoding.ASCII.GetBytes(password));
        if (message.MessageType == FixMsgType.Reject)
            received.Add("the desk refuses: " + Encoding.Latin1.GetString(message.Body).Replace('\u0001', '|'));
    }

    public void OnLogout(FixSession session, string reason)
    {
    }

    public void OnDisconnected(FixSession session, string reason) => ends.Add(reason);

    public FixRefusal? FromAdmin(FixSession session, FixMessage message)
    {
        if (message.MessageType is FixMsgType.Reject or FixMsgType.Logout)
            received.Add(Text(message));
        return null;
    }

    public FixRefusal? FromApp(FixSession session, FixMessage message)
    {
        received.Add(Text(message));
        return null;
    }

    public void Dispose() => initiator?.Dispose();

    private static string Text(FixMessage message)
    {
        // Of the header only the type: the rest is the session's.
        int[] header = [FixTag.BeginString, FixTag.BodyLength, FixTag.MsgSeqNum, FixTag.SenderCompID, FixTag.TargetCompID, FixTag.SendingTime, FixTag.CheckSum];
        StringBuilder text = new();
        for (int i = 0; i < message.FieldCount; i++)
        {
            if (header.Contains(message.TagAt(i)))
                continue;
            text.Append(text.Length == 0 ? string.Empty : "|").Append(message.TagAt(i)).Append('=').Append(Encoding.Latin1.GetString(message.ValueAt(i)));
        }

        return text.ToString();
    }
}
