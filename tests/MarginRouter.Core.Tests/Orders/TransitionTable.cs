namespace MarginRouter.Core.Tests.Orders;

/// <summary>Compares a state machine over the full product of statuses and signals with a written table; a hyphen is an illegal signal.</summary>
internal static class TransitionTable
{
    public static void Check<TStatus, TSignal>(string table, Func<TStatus, TSignal, TStatus?> next)
        where TStatus : struct, Enum
        where TSignal : struct, Enum
    {
        string[][] rows = [.. table.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(row => row.Length > 0)];
        List<string> wanted = [];
        foreach (string[] row in rows[1..])
        {
            for (int column = 1; column < row.Length; column++)
                wanted.Add($"{row[0]} + {rows[0][column]} = {row[column]}");
        }

        IEnumerable<string> actual =
            from status in Enum.GetValues<TStatus>()
            from signal in Enum.GetValues<TSignal>()
            select $"{status} + {signal} = {next(status, signal)?.ToString() ?? "-"}";
        Assert.Equal(wanted, actual);
    }
}
