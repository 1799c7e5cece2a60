using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Recorded;

/// <summary>
/// Every recorded venue message with margin figures is reproduced by our rules, or stands in <c>recorded-figures.txt</c> with the reason
/// why it cannot be: lines of key, way (or -), and words.
/// </summary>
public sealed class RecordedFigureTests
{
    [SharedDataFact]
    public void Table_EveryRecordedMessageWithFigures_IsListedOnceAndNothingElse()
    {
        string[] recorded = [.. RecordedPayload.All().Select(payload => payload.Key).Order(StringComparer.Ordinal)];
        Assert.NotEmpty(recorded);
        Assert.Equal(recorded, Table().Select(row => row.Key).Order(StringComparer.Ordinal));
        Assert.All(Table(), row => Assert.True(row.Way == "-" || Reproductions.Has(row.Way), row.Key));
        Assert.All(Table(), row => Assert.True(row.Words.Length > 10, $"{row.Key} has no reason"));
    }

    [SharedDataFact]
    public void Evaluate_RecordedMessage_GivesTheVenuesFigures()
    {
        Dictionary<string, RecordedPayload> recorded = RecordedPayload.All().ToDictionary(payload => payload.Key);
        (string Key, string Way, string Words)[] rows = [.. Table().Where(row => row.Way != "-")];
        Assert.True(rows.Length >= 64, $"only {rows.Length} messages are reproduced");
        Assert.All(rows, row => Reproductions.Run(row.Way, recorded[row.Key]));
    }

    private static IEnumerable<(string Key, string Way, string Words)> Table()
    {
        string path = Path.Combine(
            SharedData.Repository, "tests", "MarginRouter.Core.Tests", "Margin", "Recorded", "recorded-figures.txt");
        foreach (string line in File.ReadAllLines(path).Where(line => line.Length > 0 && line[0] != '#'))
        {
            string[] parts = line.Split(" | ");
            yield return (parts[0], parts[1], parts[2]);
        }
    }
}
