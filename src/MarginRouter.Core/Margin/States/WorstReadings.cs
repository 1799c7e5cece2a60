using System.Numerics;
using System.Runtime.InteropServices;

namespace MarginRouter.Core.Margin.States;

/// <summary>Keeps, limit by limit, the state in which each is exceeded most.</summary>
internal sealed class WorstReadings<T>
    where T : struct, INumber<T>
{
    private readonly List<LimitReading<T>> worst = [];
    private readonly List<T?> utilisations = [];

    /// <summary>The worst reading of each limit; empty before the first state.</summary>
    public ReadOnlySpan<LimitReading<T>> Limits => CollectionsMarshal.AsSpan(worst);

    /// <summary>Highest utilisation of each part; null once equity was gone in some state.</summary>
    public ReadOnlySpan<T?> Utilisations => CollectionsMarshal.AsSpan(utilisations);

    /// <summary>Forgets all states.</summary>
    public void Clear()
    {
        worst.Clear();
        utilisations.Clear();
    }

    /// <summary>Takes in a state.</summary>
    public void Take(StateReading<T> reading)
    {
        if (worst.Count == 0)
        {
            worst.AddRange(reading.Limits);
            foreach (PartReading<T> part in reading.Parts)
                utilisations.Add(part.Utilisation);
            return;
        }

        Span<LimitReading<T>> kept = CollectionsMarshal.AsSpan(worst);
        ReadOnlySpan<LimitReading<T>> read = CollectionsMarshal.AsSpan(reading.Limits);
        for (int i = 0; i < kept.Length; i++)
        {
            if (read[i].Excess > kept[i].Excess)
                kept[i] = read[i];
        }

        Span<T?> highest = CollectionsMarshal.AsSpan(utilisations);
        for (int i = 0; i < highest.Length; i++)
            highest[i] = reading.Parts[i].Utilisation is { } now && highest[i] is { } before ? T.Max(now, before) : null;
    }
}
