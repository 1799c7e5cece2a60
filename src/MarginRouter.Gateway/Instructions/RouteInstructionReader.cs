using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.Instructions;

/// <summary>
/// Reads what a desk wants of the routing of an order. Each wish may stand in StrategyParameters(957-960), in
/// TargetStrategyParameters(848) as <c>Name=Value;Name=Value</c>, or in its own tag; twice is refused, as is every name and value that is
/// not known: an instruction is never passed over.
/// </summary>
public static class RouteInstructionReader
{
    private const int CountTag = 957;
    private const int NameTag = 958;
    private const int TypeTag = 959;
    private const int ValueTag = 960;
    private static readonly int[] Members = [NameTag, TypeTag, ValueTag];

    /// <summary>Reads <c>Name=Value;Name=Value</c>; the refusal names what is wrong, null when nothing is.</summary>
    /// <param name="text">The text; empty for no instructions.</param>
    /// <param name="instructions">What it says; null when it says nothing or is refused.</param>
    public static Refusal? Parse(string text, out RouteInstructions? instructions)
    {
        RouteInstructionSet read = new();
        Refusal? refusal = ReadText(read, text);
        instructions = refusal is null ? read.Result : null;
        return refusal;
    }

    /// <summary>Reads the instructions of an order.</summary>
    internal static Refusal? Read(OrderFields fields, out RouteInstructions? instructions)
    {
        RouteInstructionSet read = new();
        Refusal? refusal = ReadStrategy(fields)
            ?? ReadGroup(read, fields)
            ?? (fields.GetText(FixTag.TargetStrategyParameters) is string text ? ReadText(read, text) : null)
            ?? ReadTags(read, fields);
        instructions = refusal is null ? read.Result : null;
        return refusal;
    }

    private static Refusal? ReadStrategy(OrderFields fields)
    {
        if (fields.GetText(FixTag.ParticipationRate) is string rate)
            return Invalid($"ParticipationRate(849) {rate}: not worked");
        if (fields.GetText(FixTag.TargetStrategy) is not string strategy)
            return null;
        bool known = fields.TryGetInt(FixTag.TargetStrategy, out int value) && value == RouteParameters.Strategy;
        return known ? null : Invalid($"TargetStrategy(847) {strategy}: only {RouteParameters.Strategy} is worked");
    }

    private static Refusal? ReadGroup(RouteInstructionSet read, OrderFields fields)
    {
        if (!fields.Contains(CountTag))
            return null;
        if (!fields.TryGetGroup(CountTag, Members, out FixGroup group) || !group.CountMatches())
            return Invalid("NoStrategyParameters(957): not as many parameters as it says");
        foreach (FixGroupEntry entry in group)
        {
            string name = entry.GetText(NameTag) ?? string.Empty;
            Refusal? refusal = RouteParameters.Find(name) is { } known && entry.Contains(TypeTag) && (!entry.TryGetInt(TypeTag, out int type) || type != known.Type)
                ? Invalid($"StrategyParameterType(959) of {name}: {known.Type} is expected")
                : read.Add(name, entry.GetText(ValueTag) ?? string.Empty);
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private static Refusal? ReadText(RouteInstructionSet read, string text)
    {
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int place = part.IndexOf('=');
            Refusal? refusal = place > 0 ? read.Add(part[..place], part[(place + 1)..]) : Invalid($"'{part}' is not Name=Value");
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    private static Refusal? ReadTags(RouteInstructionSet read, OrderFields fields)
    {
        foreach (RouteParameter parameter in RouteParameters.All)
        {
            if (fields.GetText(parameter.Tag) is string value && read.Add(parameter.Name, value) is Refusal refusal)
                return refusal;
        }

        return null;
    }

    private static Refusal Invalid(string subject) => new(RefusalReason.InvalidInstruction, subject);
}
