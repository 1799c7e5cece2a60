namespace MarginRouter.Core.Margin.States;

/// <summary>Keeps, limit by limit, the state in which each is exceeded most.</summary>
internal sealed class WorstReadings
{
    private readonly List<LimitReading> worst = [];

    /// <summary>The worst reading of each limit; empty before the first state.</summary>
    public IReadOnlyList<LimitReading> Limits => worst;

    /// <summary>Highest utilisation of each part; null once equity was gone in some state.</summary>
    public List<decimal?> Utilisations { get; } = [];

    /// <summary>Takes in a state.</summary>
    public void Take(StateReading reading)
    {
        for (int i = 0; i < reading.Limits.Count; i++)
        {
            if (i == worst.Count)
                worst.Add(reading.Limits[i]);
            else if (reading.Limits[i].Excess > worst[i].Excess)
                worst[i] = reading.Limits[i];
        }

        for (int i = 0; i < reading.Parts.Count; i++)
        {
            decimal? utilisation = reading.Parts[i].Utilisation;
            if (i == Utilisations.Count)
                Utilisations.Add(utilisation);
            else
                Utilisations[i] = utilisation is { } now && Utilisations[i] is { } before ? Math.Max(now, before) : null;
        }
    }
}
