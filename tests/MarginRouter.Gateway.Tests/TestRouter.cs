using System.Net;
using MarginRouter.Fix.Store;
using MarginRouter.Storage;
using MarginRouter.Testing.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Gateway.Tests;

/// <summary>A gateway for the desk ALPHA on a loopback port, with its message store on disk; it can be started again on the same store.</summary>
internal sealed class TestRouter : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gateway-tests-").FullName;
    private readonly Func<DeskGatewayOptions, DeskGatewayOptions> with = options => options;
    private readonly TimeSpan? cancelOnDisconnect;
    private readonly TimeProvider time = TimeProvider.System;
    private DeskGateway gateway;

    public TestRouter(bool journalsAtOnce = true, Func<DeskGatewayOptions, DeskGatewayOptions>? with = null)
    {
        this.with = with ?? (options => options);
        Inbox = new DeskRecorder(journalsAtOnce);
        gateway = Open(Inbox, "ALPHA");
    }

    /// <summary>A router whose desk is worked by an engine; the desk still logs on as ALPHA.</summary>
    public TestRouter(
        EngineDesk engine, TimeSpan? cancelOnDisconnect = null, TimeProvider? time = null, Func<DeskGatewayOptions, DeskGatewayOptions>? with = null)
    {
        this.with = with ?? (options => options);
        this.cancelOnDisconnect = cancelOnDisconnect;
        this.time = time ?? TimeProvider.System;
        Inbox = new DeskRecorder(journalsAtOnce: true);
        gateway = Open(engine, TestFirm.Desk);
        engine.Gateway = gateway;
    }

    /// <summary>Takes what desks send where no engine does.</summary>
    public DeskRecorder Inbox { get; private set; }

    public DeskGateway Gateway => gateway;

    public IPEndPoint EndPoint => gateway.EndPoint;

    /// <summary>Closes and opens again on the same store, as a restart of the process does.</summary>
    public void Restart(bool journalsAtOnce = true)
    {
        gateway.Dispose();
        Inbox = new DeskRecorder(journalsAtOnce);
        gateway = Open(Inbox, "ALPHA");
    }

    /// <summary>
    /// Opens again, does something, and then loses what some stores have taken since, as when the process died before it reached them; then
    /// opens once more.
    /// </summary>
    public void RestartWithout(string[] stores, Action<TestRouter> act)
    {
        gateway.Dispose();
        foreach (string store in stores)
            Copy(Path.Combine(folder, store), Path.Combine(folder, "kept", store));
        gateway = Open(Inbox, "ALPHA");
        act(this);
        gateway.Dispose();
        foreach (string store in stores)
        {
            Directory.Delete(Path.Combine(folder, store), recursive: true);
            Copy(Path.Combine(folder, "kept", store), Path.Combine(folder, store));
        }

        gateway = Open(Inbox, "ALPHA");
    }

    public void Dispose()
    {
        gateway.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private DeskGateway Open(IDeskInbox inbox, string name)
    {
        DeskGateway opened = new(
            with(new DeskGatewayOptions(
                new IPEndPoint(IPAddress.Loopback, 0),
                "ROUTER",
                "k3f",
                TestFirm.Firm,
                [new DeskSessionOptions(name, "ALPHA", "alpha", TestDesk.RightPassword) { CancelOnDisconnect = cancelOnDisconnect }],
                desk => SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = Path.Combine(folder, desk) }))
            {
                OpenCopies = session => SegmentFixMessageStore.Open(new SegmentLogOptions { Directory = Path.Combine(folder, "copies", session) }),
            }),
            inbox,
            time,
            NullLoggerFactory.Instance);
        opened.Start();
        return opened;
    }
}
