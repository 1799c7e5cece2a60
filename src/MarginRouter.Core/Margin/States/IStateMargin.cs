using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// The one narrow way to the margin of an account that is judged as a whole: instruments join, then a state is read. What reads books
/// and what reads scenarios implement it.
/// </summary>
internal interface IStateMargin
{
    /// <summary>What is missing about the account before any fill; null when it can be read.</summary>
    Refusal? Unknown { get; }

    /// <summary>Number of instruments.</summary>
    int SlotCount { get; }

    /// <summary>The instrument at a place.</summary>
    Instrument this[int slot] { get; }

    /// <summary>The place of an instrument, adding it when it is new; -1 with the reason when something about it is missing.</summary>
    int Slot(InstrumentId instrument, out Refusal? refusal);

    /// <summary>Slots whose fills bear on the same bends: only within such a group do partial fills count together.</summary>
    int Group(int slot);

    /// <summary>Where limits jump or stop being convex in the fills of one group.</summary>
    IReadOnlyList<Bend> Bends(int group);

    /// <summary>Signed lots held before any fill.</summary>
    decimal Held(int slot);

    /// <summary>True where it matters in which order the fills of an instrument come.</summary>
    bool OrderMatters(int slot);

    /// <summary>
    /// Reads one state: these fills done, in this order, these orders open. The exact form decides; the double form is for search, agrees
    /// to 1e-9 of the amounts in it and names nothing that is missing.
    /// </summary>
    void Read<T>(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open, StateReading<T> into)
        where T : struct, INumber<T>;

    /// <summary>The same state as figures with their terms; null with the reason when a figure is missing.</summary>
    MarginAssessment? Assess(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open, out Refusal? refusal);
}
