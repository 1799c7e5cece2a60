using MarginRouter.Core.Engine.Commands;

namespace MarginRouter.Host.Engine;

/// <summary>Carries out the engine's commands: the live dispatcher to venues and desks is one implementation, the recovery collector another.</summary>
internal interface IOutbound
{
    /// <summary>Carries out one command; must not block and must not throw for a broken connection.</summary>
    void Carry(OutboundCommand command);
}
