using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.Tests.Acceptance;

/// <summary>Plays one script against an acceptor of its own over loopback sockets.</summary>
internal sealed partial class ScriptRunner : IDisposable
{
    private const int PatienceMilliseconds = 15_000;

    private readonly FixAcceptor _acceptor = new(
        new FixAcceptorOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, TimeProvider.System, NullLogger<FixAcceptor>.Instance);

    private readonly List<MemoryFixMessageStore> _stores = [];
    private readonly Dictionary<string, Peer> _peers = [];

    private readonly bool _compareText;

    public ScriptRunner(ScriptVersion version, ScriptSession session)
    {
        _compareText = session.CompareText;
        foreach (string target in version.Targets)
        {
            MemoryFixMessageStore store = new();
            _stores.Add(store);
            FixSessionOptions options = new()
            {
                Id = new FixSessionId("ISLD", target, version.BeginString),
                Role = FixRole.Acceptor,
                ResetOnLogon = session.ResetOnLogon,
                DefaultApplVerId = version.ApplicationVersion,
                Validation = new FixValidationOptions { Dictionary = version.Dictionary, AllowUserDefinedFields = false, CheckRequiredFields = session.CheckRequiredFields },
            };
            _acceptor.AddSession(options, store, new ScriptApplication());
        }

        _acceptor.Start();
    }

    /// <summary>Null when the script passes, else the line and what went wrong.</summary>
    public string? Run(AcceptanceScript script)
    {
        foreach (string line in script.Lines)
        {
            Match match = Line().Match(line);
            if (!match.Success)
                return $"not understood: {line}";
            if (Play(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value) is { } fault)
                return $"{fault} at {line.Replace('\u0001', '|')}";
        }

        return null;
    }

    public void Dispose()
    {
        foreach (Peer peer in _peers.Values)
            peer.Dispose();
        _acceptor.Dispose();
        foreach (MemoryFixMessageStore store in _stores)
            store.Dispose();
    }

    private string? Play(string action, string peer, string rest)
    {
        switch (action, rest)
        {
            case ("i", "CONNECT"):
                if (_peers.Remove(peer, out Peer? old))
                    old.Dispose();
                _peers[peer] = new Peer(_acceptor.EndPoint);
                return null;
            case ("i", "DISCONNECT"):
                _peers[peer].Dispose();
                return null;
            case ("e", "DISCONNECT"):
                return _peers[peer].Receive() is { } more ? $"still connected, received {more.Replace('\u0001', '|')}" : null;
            case ("I", _):
                return _peers[peer].Send(Complete(rest)) ? null : "cannot send";
            case ("E", _):
                return _peers[peer].Receive() is { } message ? Compare(rest, message) : "nothing received";
            default:
                // A pause of a script for engines that work through held messages later; ours has done so when the next line is read.
                return action == "sleep" ? null : "not understood";
        }
    }

    /// <summary>Stamps times and puts in BodyLength and CheckSum where the script leaves them out.</summary>
    private static string Complete(string text)
    {
        string message = TimeMark().Replace(text, match =>
        {
            int seconds = match.Groups[1].Length == 0 ? 0 : int.Parse(match.Groups[1].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            return DateTime.UtcNow.AddSeconds(seconds).ToString("yyyyMMdd-HH:mm:ss", CultureInfo.InvariantCulture);
        });
        Match begin = BeginString().Match(message);
        if (begin.Success && !message[begin.Length..].StartsWith("9=", StringComparison.Ordinal))
            message = string.Create(CultureInfo.InvariantCulture, $"{begin.Value}9={Utf8(message[begin.Length..])}\u0001{message[begin.Length..]}");
        if (!CheckSum().IsMatch(message))
            message += string.Create(CultureInfo.InvariantCulture, $"10={Encoding.UTF8.GetBytes(message).Sum(value => value) % 256:000}\u0001");
        return message;
    }

    private static int Utf8(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>Compares as sets of fields: the standard leaves their order free, and times, length and checksum differ from run to run.</summary>
    private string? Compare(string expected, string actual)
    {
        string[] wanted = Normalise(expected), got = Normalise(actual);
        return wanted.SequenceEqual(got) ? null : $"received {actual.Replace('\u0001', '|')}";
    }

    private string[] Normalise(string message) =>
    [
        .. message.Split('\u0001', StringSplitOptions.RemoveEmptyEntries)
            .Where(field => !field.StartsWith("9=", StringComparison.Ordinal) && !field.StartsWith("10=", StringComparison.Ordinal))
            .Select(field => _compareText || !field.StartsWith("58=", StringComparison.Ordinal) ? field : "58=words")
            .Select(field => TimeField().Replace(field, "$1=time"))
            .Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex(@"^([iIeE]|sleep)(?:(\d+),)?(.*)$", RegexOptions.Singleline)]
    private static partial Regex Line();

    [GeneratedRegex(@"<TIME([+-]\d+)?>")]
    private static partial Regex TimeMark();

    [GeneratedRegex(@"^8=[^\u0001]*\u0001")]
    private static partial Regex BeginString();

    [GeneratedRegex(@"\u000110=[^\u0001]*\u0001$")]
    private static partial Regex CheckSum();

    [GeneratedRegex(@"^(52|60|122)=.*$")]
    private static partial Regex TimeField();

    private sealed class Peer : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = PatienceMilliseconds };
        private readonly FixFramer _framer = new();
        private readonly FixMessage _message = new();

        public Peer(IPEndPoint endPoint) => _socket.Connect(endPoint);

        public bool Send(string message)
        {
            try
            {
                _socket.Send(Encoding.UTF8.GetBytes(message));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        /// <summary>The next message, or null when the connection has ended.</summary>
        public string? Receive()
        {
            while (true)
            {
                FixFrameOutcome outcome = _framer.Read(_message);
                if (outcome == FixFrameOutcome.Message)
                    return Encoding.UTF8.GetString(_message.Bytes);
                if (outcome == FixFrameOutcome.Garbled)
                    return "garbled bytes";
                try
                {
                    int received = _socket.Receive(_framer.Free());
                    if (received == 0)
                        return null;
                    _framer.Advance(received);
                }
                catch (SocketException error)
                {
                    return error.SocketErrorCode == SocketError.ConnectionReset ? null : "nothing in time";
                }
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
