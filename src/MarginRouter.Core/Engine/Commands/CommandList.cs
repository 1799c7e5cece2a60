namespace MarginRouter.Core.Engine.Commands;

/// <summary>The commands of one event, in order. The shell makes one list and clears it before each event.</summary>
public sealed class CommandList
{
    private readonly List<OutboundCommand> commands = new(64);

    /// <summary>Number of commands.</summary>
    public int Count => commands.Count;

    /// <summary>The command at a place, from 0.</summary>
    public OutboundCommand this[int index] => commands[index];

    /// <summary>Adds a command at the end.</summary>
    public void Add(OutboundCommand command) => commands.Add(command);

    /// <summary>Puts a command before the one at a place, or at the end.</summary>
    internal void Insert(int place, OutboundCommand command) => commands.Insert(place, command);

    /// <summary>Empties the list and keeps its room.</summary>
    public void Clear() => commands.Clear();
}
