using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>A real engine behind the gateway: what desks ask for is applied at once and what comes out goes back to the desks.</summary>
internal sealed class EngineDesk(TestSession session) : IDeskInbox
{
    private readonly Lock engine = new();

    /// <summary>The gateway that reports go to.</summary>
    public DeskGateway? Gateway { get; set; }

    public void Post(InboundEvent inbound, Action journaled)
    {
        Apply(inbound);
        journaled();
    }

    /// <summary>Applies an event of the market, a venue or time.</summary>
    public void Apply(InboundEvent inbound)
    {
        lock (engine)
        {
            foreach (OutboundCommand command in session.Apply(inbound))
                Carry(command);
        }
    }

    private void Carry(OutboundCommand command)
    {
        switch (command)
        {
            case DeskReport report:
                Gateway!.Send(report);
                break;
            case DeskAnswer answer:
                Gateway!.Send(answer);
                break;
            case AnswerPreview answer:
                Gateway!.Send(answer);
                break;
        }
    }
}
