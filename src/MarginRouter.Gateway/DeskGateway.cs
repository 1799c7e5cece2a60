using System.Net;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Gateway.Reports;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Gateway;

/// <summary>
/// The FIX 4.4 acceptor for desks: parents in, execution reports out. Reports are stored before they are sent, so a desk that is away
/// gets them by resend; a report whose number the store has already sent is not sent again after a restart.
/// </summary>
public sealed class DeskGateway : IDisposable
{
    private static readonly TimeSpan DepthInterval = TimeSpan.FromMilliseconds(250);
    private readonly FixAcceptor acceptor;
    private readonly Dictionary<string, DeskSession> sessions = new(StringComparer.Ordinal);
    private readonly List<IFixMessageStore> stores = [];
    private readonly List<FixMessageLog> messageLogs = [];
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
        foreach (DeskSessionOptions desk in options.Desks)
        {
            IFixMessageStore store = options.OpenStore(desk.Desk);
            stores.Add(store);
            DeskSession session = new(desk, new DeskSessionParts(options.Firm, options.InstanceTag, time), SentReports.Last(store, options.InstanceTag), inbox, logger);
            FixSessionOptions sessionOptions = new()
            {
                Id = new FixSessionId(options.CompId, desk.CompId),
                Role = FixRole.Acceptor,
                InboundCommit = FixInboundCommit.ByApplication,
                Validation = options.Validation,
                Schedule = options.Schedule,
            };
            FixMessageLog? log = options.OpenMessageLog?.Invoke(desk.Desk);
            if (log is not null)
                messageLogs.Add(log);
            session.Attach(acceptor.AddSession(sessionOptions, store, session, log));
            sessions.Add(desk.Desk, session);
        }
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

    /// <summary>Sends or stores a report; skips one whose number was sent before a restart.</summary>
    public void Send(DeskReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (sessions.TryGetValue(report.Desk, out DeskSession? session))
            session.Send(report);
    }

    /// <summary>Answers a desk's question how an order would be routed; a desk that is away gets no answer.</summary>
    public void Send(AnswerPreview answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (sessions.TryGetValue(answer.Request.Desk, out DeskSession? session))
            session.Send(answer);
    }

    /// <summary>Answers a desk's question; a desk that is away gets no answer.</summary>
    public void Send(DeskAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (sessions.TryGetValue(answer.Desk, out DeskSession? session))
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

    private void AskForDepth()
    {
        foreach (DeskSession session in sessions.Values)
            session.AskForDepth();
    }
}
