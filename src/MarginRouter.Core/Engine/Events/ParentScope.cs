namespace MarginRouter.Core.Engine.Events;

/// <summary>Which orders of a desk a mass request means (MassCancelRequestType 530, MassStatusReqType 585).</summary>
public enum ParentScope
{
    /// <summary>FIX 1: those of one symbol.</summary>
    Symbol = 1,

    /// <summary>FIX 7: all of the desk.</summary>
    All = 7,
}
