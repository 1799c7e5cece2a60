using System.Numerics;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>The one limit that is asked about under stress, for each part of a reading; its names are made once.</summary>
internal sealed class FloorRows
{
    private readonly StressFloor? floor;
    private readonly List<(string Part, string Name)> names = [];

    /// <summary>Rows of a floor; null where today's limits are asked about.</summary>
    public FloorRows(StressFloor? floor) => this.floor = floor;

    /// <summary>Adds the limits; false when today's limits are asked about.</summary>
    public bool Add<T>(StateReading<T> reading)
        where T : struct, INumber<T>
    {
        if (floor is null)
            return false;
        T limit = T.CreateChecked(floor.UtilisationLimit);
        for (int i = 0; i < reading.Parts.Count; i++)
        {
            PartReading<T> part = reading.Parts[i];
            reading.Limits.Add(new LimitReading<T>(
                RefusalReason.StressUtilisation, Name(i, part.Subject), part.Requirement, limit * part.Equity, floor.UtilisationLimit));
        }

        return true;
    }

    private string Name(int index, string part)
    {
        if (index == names.Count)
            names.Add((part, $"{part} in {floor!.Scenario}"));
        else if (names[index].Part != part)
            names[index] = (part, $"{part} in {floor!.Scenario}");
        return names[index].Name;
    }
}
