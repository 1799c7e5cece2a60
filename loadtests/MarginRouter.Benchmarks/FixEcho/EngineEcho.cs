using System.Net;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Fix.Transport;
using MarginRouter.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>
/// Our FIX library in both roles, as the product configures it. Both ends keep their numbers and messages: in memory, or on the disk when a
/// folder is given. The client sends the next order from the call-back that brings a report, so no thread but the two readers takes part.
/// </summary>
internal sealed class EngineEcho : IEcho
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly FixAcceptor acceptor;
    private readonly FixInitiator initiator;
    private readonly IFixMessageStore clientStore;
    private readonly IFixMessageStore serverStore;
    private readonly EchoClient client = new();

    public EngineEcho(string name, string? folder, TimeProvider time)
    {
        Name = name;
        clientStore = Open(folder, "client");
        serverStore = Open(folder, "server");
        acceptor = new FixAcceptor(
            new FixAcceptorOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, time, NullLogger<FixAcceptor>.Instance);
        acceptor.AddSession(
            new FixSessionOptions { Id = new FixSessionId("ROUTER", "DESK"), Role = FixRole.Acceptor }, serverStore, new EchoServer(time));
        acceptor.Start();
        initiator = new FixInitiator(
            new FixInitiatorOptions { Host = acceptor.EndPoint.Address.ToString(), Port = acceptor.EndPoint.Port },
            new FixSessionOptions { Id = new FixSessionId("DESK", "ROUTER"), Role = FixRole.Initiator },
            (clientStore, client),
            time,
            NullLogger<FixInitiator>.Instance);
        initiator.Start();
        if (!client.LoggedOn.Wait(Patience))
            throw new TimeoutException($"{name}: no logon");
    }

    public string Name { get; }

    public void Run(EchoRound round)
    {
        client.Begin(initiator.Session, round);
        if (!client.Finished.Wait(Patience))
            throw new TimeoutException($"{Name}: the round did not end: {client.Loss ?? "still logged on"}");
    }

    public void Dispose()
    {
        initiator.Dispose();
        acceptor.Dispose();
        clientStore.Dispose();
        serverStore.Dispose();
        client.Dispose();
    }

    private static IFixMessageStore Open(string? folder, string name) => folder is null
        ? new MemoryFixMessageStore()
        : SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = Path.Combine(folder, name) });
}
