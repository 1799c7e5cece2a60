using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <summary>A session of the adapter while it runs: its connection, store and message log.</summary>
internal sealed class RunningSession : IDisposable
{
    private readonly FixInitiator initiator;
    private readonly IFixMessageStore store;
    private readonly FixMessageLog? log;

    private RunningSession(FixInitiator initiator, IFixMessageStore store, FixMessageLog? log)
    {
        this.initiator = initiator;
        this.store = store;
        this.log = log;
    }

    /// <summary>Opens store and log and starts to connect.</summary>
    public static RunningSession Start(FixVenueOptions options, FixVenueSessionOptions session, IFixApplication application, FixVenueServices services)
    {
        FixSessionId id = new(session.SenderCompId, session.TargetCompId, options.Dialect.BeginString);
        IFixMessageStore store = services.OpenStore(id);
        FixMessageLog? log = services.OpenMessageLog?.Invoke(id);
        FixInitiatorOptions connection = new()
        {
            Host = session.Host,
            Port = session.Port,
            Tls = session.Tls,
            ReconnectDelay = options.Reconnect.FirstDelay,
            MaximumReconnectDelay = options.Reconnect.LongestDelay,
            TickInterval = options.TickInterval,
            MessageLog = log,
        };
        FixSessionOptions behaviour = new()
        {
            Id = id,
            Role = FixRole.Initiator,
            DefaultApplVerId = options.Dialect.ApplicationVersion,
            HeartbeatInterval = session.HeartbeatInterval,
            ResetOnLogon = session.ResetOnLogon || options.Dialect.Logon.ResetsNumbers,
            StoreWhenDisconnected = false,
            Schedule = session.Schedule,
            TimestampPrecision = options.Dialect.Timestamps,
        };
        FixInitiator initiator = new(connection, behaviour, (store, application), services.Time, services.Loggers.CreateLogger<FixInitiator>());
        initiator.Start();
        return new RunningSession(initiator, store, log);
    }

    /// <summary>Starts an orderly end.</summary>
    public void Logout(string reason) => initiator.Session.Logout(reason);

    /// <summary>Cuts what is still connected and closes store and log.</summary>
    public void Dispose()
    {
        initiator.Dispose();
        store.Dispose();
        log?.Dispose();
    }
}
