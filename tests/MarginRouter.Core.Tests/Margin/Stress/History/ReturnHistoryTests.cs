using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress.History;

namespace MarginRouter.Core.Tests.Margin.Stress.History;

/// <summary>Return files: windows, and every fault with its line.</summary>
public sealed class ReturnHistoryTests
{
    [Fact]
    public void Windows_OfTwoPeriods_CompoundAndOverlap()
    {
        ReturnHistory history = Read("date,BTC,ETH\n2026-01-01,0.1,0\n2026-01-02,-0.5,0.2\n2026-01-03,1,0.5\n");
        ImmutableArray<HistoryWindow> windows = history.Windows(2);
        Assert.Equal(2, windows.Length);
        Assert.Equal((-0.45m, 0.2m), (windows[0].Moves["BTC"], windows[0].Moves["ETH"]));
        Assert.Equal((0m, 0.8m), (windows[1].Moves["BTC"], windows[1].Moves["ETH"]));
        Assert.Equal(new DateOnly(2026, 1, 2), windows[1].From);
        Assert.Empty(history.Windows(4));
    }

    [Fact]
    public void Read_WeeklyDatesAndWindowsLineEnds_AreFine() =>
        Assert.Equal(3, Read("date,BTC\r\n2026-01-01,0.1\r\n2026-01-08,0.1\r\n2026-01-15,1e-3\r\n").Dates.Length);

    [Theory]
    [InlineData("date,BTC\n2026-01-01,0\n2026-01-02,0\n2026-01-04,0", "line 4", "leaves a gap after 2026-01-02")]
    [InlineData("date,BTC\n2026-01-01,0\n2026-01-01,0", "line 3", "does not follow")]
    [InlineData("date,BTC,ETH\n2026-01-01,0,\n", "line 2 ETH", "is empty")]
    [InlineData("date,BTC\n2026-01-01,x", "line 2 BTC", "'x' is not a number")]
    [InlineData("date,BTC\n2026-01-01,-1", "line 2 BTC", "takes the whole price")]
    [InlineData("date,BTC\n01.01.2026,0", "line 2", "is not a day")]
    [InlineData("date,BTC\n2026-01-01,0,0", "line 2", "has 3 cells")]
    [InlineData("date,BTC,BTC\n2026-01-01,0,0", "line 1", "stands twice")]
    [InlineData("day,BTC\n2026-01-01,0", "line 1", "must be 'date'")]
    [InlineData("date,BTC\n", "line 2", "there is no period")]
    [InlineData("", "line 1", "must be 'date'")]
    public void Read_BadFile_IsNamedWithItsLine(string text, string place, string message)
    {
        Assert.Null(ReturnHistoryCsv.Read("returns.csv", text, out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => error.File == "returns.csv" && error.Path == place && error.Message.Contains(message, StringComparison.Ordinal));
    }

    private static ReturnHistory Read(string text)
    {
        ReturnHistory? history = ReturnHistoryCsv.Read("returns.csv", text, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return history!;
    }
}
