using System.Collections.Concurrent;
using System.Net;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Passwords;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Fix.Tests.Passwords;

/// <summary>NewPassword (925) between our initiator and our acceptor over sockets, with restarts of the acceptor.</summary>
public sealed class PasswordChangeTests : IDisposable
{
    private const string Operators = "set by the operator";
    private const string Changed = "set by the desk";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _directory = new();
    private readonly MemoryFixMessageStore _ours = new();
    private readonly MemoryFixMessageStore _theirs = new();

    [Theory]
    [InlineData("FIX.4.4", null)]
    [InlineData("FIXT.1.1", "9")]
    public void NewPassword_TakenByTheAcceptor_HoldsOverARestart(string beginString, string? version)
    {
        Desk desk = new();
        using (FixAcceptor first = Listen(beginString, version))
        using (FixInitiator initiator = Connect(first, desk, (beginString, version), Operators, Changed))
        {
            Assert.Equal("logon", desk.Next());
            Assert.Equal(version is null ? "no status" : "status 1", desk.LogonStatus);
            Assert.True(desk.Told);

            // The same session comes again with the password that it now has, and without a further wish.
            initiator.Session.Disconnect("for the test");
            Assert.Equal("logout", desk.Next());
            Assert.Equal("logon", desk.Next());
            Assert.Equal("no status", desk.LogonStatus);
        }

        using FixAcceptor second = Listen(beginString, version);
        Desk old = new();
        using (Connect(second, old, (beginString, version), Operators, null))
            Assert.Equal(version is null ? "refused wrong password, no status" : "refused wrong password, status 5", old.Next());
        Desk changed = new();
        using (Connect(second, changed, (beginString, version), Changed, null))
            Assert.Equal("logon", changed.Next());
    }

    [Fact]
    public void NewPassword_ThatBreaksTheRules_IsRefusedAndTheOldOneHolds()
    {
        using FixAcceptor acceptor = Listen("FIXT.1.1", "9");
        Desk wishing = new();
        using (Connect(acceptor, wishing, ("FIXT.1.1", "9"), Operators, "short"))
            Assert.StartsWith("refused the new password must have 10 to 128 characters, status 3", wishing.Next(), StringComparison.Ordinal);
        Assert.False(wishing.Told);
        Desk old = new();
        using (Connect(acceptor, old, ("FIXT.1.1", "9"), Operators, null))
            Assert.Equal("logon", old.Next());
    }

    [Fact]
    public void NewPassword_WithAWrongOldOne_ChangesNothing()
    {
        using FixAcceptor acceptor = Listen("FIX.4.4", null);
        Desk thief = new();
        using (Connect(acceptor, thief, ("FIX.4.4", null), "a guess", Changed))
            Assert.StartsWith("refused wrong password", thief.Next(), StringComparison.Ordinal);
        Assert.Equal(0, new FileInfo(_directory.PathOf("passwords")).Length);
    }

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _directory.Dispose();
    }

    private FixAcceptor Listen(string beginString, string? version)
    {
        FixAcceptor acceptor = new(
            new FixAcceptorOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, TimeProvider.System, NullLogger<FixAcceptor>.Instance);
        FixSessionOptions options = new() { Id = new FixSessionId("US", "DESK", beginString), Role = FixRole.Acceptor, DefaultApplVerId = version, ResetOnLogon = true };
        acceptor.AddSession(options, _ours, new Guard(new FixPasswordStore(_directory.PathOf("passwords"))));
        acceptor.Start();
        return acceptor;
    }

    private FixInitiator Connect(FixAcceptor acceptor, Desk desk, (string BeginString, string? Application) version, string password, string? wanted)
    {
        FixSessionOptions options = new()
        {
            Id = new FixSessionId("DESK", "US", version.BeginString),
            Role = FixRole.Initiator,
            DefaultApplVerId = version.Application,
            ResetOnLogon = true,
            Password = password,
            NewPassword = wanted,
        };
        FixInitiatorOptions target = new() { Host = "127.0.0.1", Port = acceptor.EndPoint.Port, ReconnectDelay = TimeSpan.FromMilliseconds(20) };
        FixInitiator initiator = new(target, options, (_theirs, desk), TimeProvider.System, NullLogger<FixInitiator>.Instance);
        initiator.Start();
        return initiator;
    }

    private sealed class Guard(FixPasswordStore passwords) : IFixApplication
    {
        public void OnLogon(FixSession session)
        {
        }

        public void OnLogout(FixSession session, string reason)
        {
        }

        public FixRefusal? FromApp(FixSession session, FixMessage message) => null;

        public FixRefusal? FromAdmin(FixSession session, FixMessage message)
        {
            if (message.MessageType != FixMsgType.Logon || passwords.Matches("DESK", Encoding.ASCII.GetBytes(message.GetText(FixTag.Password) ?? ""), Operators))
                return null;
            return FixRefusal.Logon("wrong password", FixLogonState.WrongCredentials);
        }

        public FixRefusal? ChangePassword(FixSession session, FixPasswordChange change)
        {
            if (FixPasswordStore.Fault(change.Password, change.NewPassword) is { } fault)
                return FixRefusal.Logon(fault, FixLogonState.NewPasswordNotAllowed);
            passwords.Change("DESK", change.NewPassword, Operators);
            return null;
        }
    }

    private sealed class Desk : IFixApplication
    {
        private readonly BlockingCollection<string> _events = [];

        public string LogonStatus { get; private set; } = "";

        public bool Told { get; private set; }

        public string Next() => _events.TryTake(out string? what, Patience) ? what : throw new TimeoutException("nothing happened");

        public void OnLogon(FixSession session) => _events.Add("logon");

        public void OnLogout(FixSession session, string reason) => _events.Add("logout");

        public void OnDisconnected(FixSession session, string reason)
        {
            if (reason.StartsWith("the logon was refused: ", StringComparison.Ordinal))
                _events.Add($"refused {reason["the logon was refused: ".Length..]}, {LogonStatus}");
        }

        public void OnPasswordChanged(FixSession session) => Told = true;

        public FixRefusal? FromAdmin(FixSession session, FixMessage message)
        {
            if (message.MessageType is FixMsgType.Logon or FixMsgType.Logout)
                LogonStatus = message.GetText(FixSessionTag.SessionStatus) is { } status ? $"status {status}" : "no status";
            return null;
        }

        public FixRefusal? FromApp(FixSession session, FixMessage message) => null;
    }
}
