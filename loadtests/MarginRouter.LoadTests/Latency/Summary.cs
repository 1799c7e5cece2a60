namespace MarginRouter.LoadTests.Latency;

/// <summary>Medians over rounds and ratios of pairs.</summary>
internal static class Summary
{
    /// <summary>Above this share of the machine taken by others a round is no evidence (performance.md section 6).</summary>
    private const double QuietShare = 0.10;

    private const int RoundsNeeded = 5;

    /// <summary>A case over its rounds.</summary>
    public static CaseFigures Of(string name, IReadOnlyList<RoundFigures> rounds) => new(
        name,
        Median(rounds.Select(round => round.Intended.Microseconds(0.5))),
        Median(rounds.Select(round => round.Intended.Microseconds(0.99))),
        Median(rounds.Select(round => round.Intended.Microseconds(0.999))),
        Median(rounds.Select(round => round.Intended.Microseconds(1))),
        Median(rounds.Select(round => round.Sent.Microseconds(0.5))),
        Median(rounds.Select(round => round.Sent.Microseconds(0.99))),
        rounds.Sum(round => round.Orders),
        rounds.Sum(round => round.Orders - round.Arrived),
        Median(rounds.Select(round => round.BytesPerOrder)),
        Median(rounds.Select(round => (double)round.Collections)),
        rounds.Any(round => round.Neighbours is null) ? null : Median(rounds.Select(round => round.Neighbours!.Value)),
        [
            .. Enumerable.Range(0, rounds[0].Stages.Count).Select(stage => new StageFigure(
                rounds[0].Stages[stage].Name,
                Median(rounds.Select(round => round.Stages[stage].P50)),
                Median(rounds.Select(round => round.Stages[stage].P99)))),
        ]);

    /// <summary>A case against its floor, round by round; quiet rounds alone when there are enough of them.</summary>
    public static GateFigures Judge(
        int gate, (string Name, List<RoundFigures> Rounds) judged, (string Name, List<RoundFigures> Rounds) floor, (double P50, double P99) limit)
    {
        (RoundFigures Case, RoundFigures Floor)[] all = [.. judged.Rounds.Zip(floor.Rounds)];
        (RoundFigures Case, RoundFigures Floor)[] quiet = [.. all.Where(pair => IsQuiet(pair.Case) && IsQuiet(pair.Floor))];
        bool judgeable = quiet.Length >= RoundsNeeded;
        (RoundFigures Case, RoundFigures Floor)[] used = judgeable ? quiet : all;
        double p50 = Median(used.Select(pair => pair.Case.Intended.Microseconds(0.5) / pair.Floor.Intended.Microseconds(0.5)));
        double p99 = Median(used.Select(pair => pair.Case.Intended.Microseconds(0.99) / pair.Floor.Intended.Microseconds(0.99)));
        bool met = p50 <= limit.P50 && p99 <= limit.P99;
        string verdict = met ? "met" : "missed";
        return new GateFigures(
            gate,
            judged.Name,
            floor.Name,
            p50,
            limit.P50,
            p99,
            limit.P99,
            Median(used.Select(pair => pair.Case.Sent.Microseconds(0.5) / pair.Floor.Sent.Microseconds(0.5))),
            Median(used.Select(pair => pair.Case.Sent.Microseconds(0.99) / pair.Floor.Sent.Microseconds(0.99))),
            used.Length,
            judgeable ? verdict : $"not judged: {quiet.Length} of {all.Length} rounds were quiet, {RoundsNeeded} are needed (would be {verdict})");
    }

    private static bool IsQuiet(RoundFigures round) => round.Neighbours is double share && share <= QuietShare;

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
