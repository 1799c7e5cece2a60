using System.Collections.Concurrent;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Host.Engine;

namespace MarginRouter.Host.Tests.Engine;

/// <summary>Keeps what was carried out, in order; a test may look at the moment of it.</summary>
internal sealed class RecordingOutbound(Action<OutboundCommand>? onCarry = null) : IOutbound
{
    private readonly ConcurrentQueue<string> carried = new();

    public string[] Carried => [.. carried];

    public void Carry(OutboundCommand command)
    {
        onCarry?.Invoke(command);
        carried.Enqueue(Commands.Text(command));
    }
}
