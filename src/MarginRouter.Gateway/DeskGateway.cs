using System.Collections.Immutable;
using System.Net;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway.Copies;
using MarginRouter.Gateway.Reports;
using MarginRouter.Gateway.Versions;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Gateway;

/// <summary>
/// The FIX acceptor for desks, each session in its own version: parents in, execution reports out, and copies of them to drop copy sessions.
/// Reports are stored before they are sent, so a desk that is away gets them by resend; a report whose number the store has already sent is not sent again after a restart.
/// </summary>
public sealed class DeskGateway : IDisposable
{
    private static readonly TimeSpan DepthInterval = TimeSpan.FromMilliseconds(250);
    private readonly FixAcceptor acceptor;
    private readonly Dictionary<string, DeskSession> sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<DeskSession>> copies = new(StringComparer.Ordinal);
    private readonly List<IFixMessageStore> stores = [];
    private readonly List<FixMessageLog> messageLogs = [];
    private readonly Dictionary<DeskVersion, FixDictionary> dictionaries = [];
    private readonly TimeProvider time;
    private ITimer? depthTimer;

    /// <summary>Opens the stores and binds the port; nothing is accepted before <see cref="Start"/>.</summary>
    public DeskGateway(DeskGatewayOptions options, IDeskInbox inbox, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.time = time;
        acceptor = new FixAcceptor(
            new FixAcceptorOptions { EndPoint = options.EndPoint, Tls = options.Tls, AllowedNetworks = options.AllowedNetworks }, time, loggers.CreateLogger<FixAcceptor>());
        ILogger<DeskGateway> logger = loggers.CreateLogger<DeskGateway>();
        foreach (DeskSessionOptions session in options.Desks)
            Add(options, session, inbox, logger);
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint => acceptor.EndPoint;

    /// <summary>Begins to accept desks.</summary>
    public void Start()
    {
        foreach (DeskSession session in sessions.Values)
            session.AwaitLogon();
        acceptor.Start();
        depthTimer = time.CreateTimer(_ => AskForDepth(), null, DepthInterval, DepthInterval);
    }

    /// <summary>Sends or stores a report, and its copies; skips one whose number was sent before a restart.</summary>
    public void Send(DeskReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (sessions.TryGetValue(report.Desk, out DeskSession? session))
            session.Send(report);
        if (report is not ReportParent execution || !copies.TryGetValue(report.Desk, out List<DeskSession>? watching))
            return;
        foreach (DeskSession copy in watching)
            copy.Copy(execution);
    }

    /// <summary>Answers a desk's question how an order would be routed; a desk that is away gets no answer.</summary>
    public void Send(AnswerPreview answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (sessions.TryGetValue(answer.Asker ?? answer.Request.Desk, out DeskSession? session))
            session.Send(answer);
    }

    /// <summary>Answers a desk's question; a desk that is away gets no answer.</summary>
    public void Send(DeskAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (sessions.TryGetValue(answer.Asker ?? answer.Desk, out DeskSession? session))
            session.Send(answer);
    }

    /// <summary>Cuts every desk off and takes none any more. Reports are still stored until <see cref="Dispose"/>; desks get them by resend.</summary>
    public void Stop()
    {
        depthTimer?.Dispose();
        foreach (DeskSession session in sessions.Values)
            session.StopWaiting();
        acceptor.Dispose();
    }

    /// <summary>Stops and closes the stores: nobody may send any more.</summary>
    public void Dispose()
    {
        Stop();
        foreach (IFixMessageStore store in stores)
            store.Dispose();
        foreach (FixMessageLog log in messageLogs)
            log.Dispose();
    }

    private void Add(DeskGatewayOptions options, DeskSessionOptions desk, IDeskInbox inbox, ILogger<DeskGateway> logger)
    {
        IFixMessageStore store = Keep(options.OpenStore(desk.Name));
        DeskSessionParts parts = new(options.Firm, options.InstanceTag, time)
        {
            Passwords = options.Passwords,
            Copies = desk.Copies.IsEmpty ? null : new CopyArchive(Keep(options.OpenCopies!(desk.Name)), options.InstanceTag),
        };
        DeskSession session = new(desk, parts, SentReports.Last(store, options.InstanceTag), inbox, logger);
        FixSessionOptions sessionOptions = new()
        {
            Id = new FixSessionId(options.CompId, desk.CompId, VersionTable.BeginStringOf(desk.Version)),
            DefaultApplVerId = VersionTable.ApplicationVersionOf(desk.Version),
            Role = FixRole.Acceptor,
            InboundCommit = FixInboundCommit.ByApplication,
            Validation = FixValidationOptions.Of(DictionaryOf(options, desk.Version), desk.Strictness),
            Schedule = desk.Schedule ?? options.Schedule,
        };
        FixMessageLog? log = options.OpenMessageLog?.Invoke(desk.Name);
        if (log is not null)
            messageLogs.Add(log);
        session.Attach(acceptor.AddSession(sessionOptions, store, session, log));
        sessions.Add(desk.Name, session);
        foreach (string copied in desk.Copies)
        {
            if (!copies.TryGetValue(copied, out List<DeskSession>? watching))
                copies.Add(copied, watching = []);
            watching.Add(session);
        }
    }

    private IFixMessageStore Keep(IFixMessageStore store)
    {
        stores.Add(store);
        return store;
    }

    private FixDictionary DictionaryOf(DeskGatewayOptions options, DeskVersion version)
    {
        if (!dictionaries.TryGetValue(version, out FixDictionary? dictionary))
        {
            dictionary = options.Dictionaries.GetValueOrDefault(version)
                ?? FixStandardDictionary.For(VersionTable.BeginStringOf(version), VersionTable.ApplicationVersionOf(version));
            dictionaries.Add(version, dictionary);
        }

        return dictionary;
    }

    private void AskForDepth()
    {
        foreach (DeskSession session in sessions.Values)
            session.AskForDepth();
    }
}
