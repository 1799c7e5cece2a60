using MarginRouter.Core.Orders;

namespace MarginRouter.Gateway.Instructions;

/// <summary>The instructions read so far of one order.</summary>
internal sealed class RouteInstructionSet
{
    private HashSet<string>? names;

    /// <summary>What was read; null when nothing was.</summary>
    public RouteInstructions? Result { get; private set; }

    /// <summary>Adds a parameter; why it cannot be, or null.</summary>
    public Refusal? Add(string name, string value)
    {
        if (RouteParameters.Find(name) is not RouteParameter parameter)
            return new Refusal(RefusalReason.InvalidInstruction, $"parameter '{name}' is not known");
        names ??= new HashSet<string>(StringComparer.Ordinal);
        if (!names.Add(name))
            return new Refusal(RefusalReason.InvalidInstruction, $"{name}({parameter.Tag}) is stated twice");
        if (parameter.Apply(Result ?? new RouteInstructions(), value) is not RouteInstructions next)
            return new Refusal(RefusalReason.InvalidInstruction, $"{name}({parameter.Tag}) '{value}': {parameter.Meaning}");
        Result = next;
        return null;
    }
}
