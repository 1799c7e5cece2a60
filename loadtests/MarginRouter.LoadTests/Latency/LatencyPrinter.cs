using System.Globalization;
using System.Text.Json;

namespace MarginRouter.LoadTests.Latency;

/// <summary>Writes a report for people or for programs.</summary>
internal static class LatencyPrinter
{
    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>One JSON document.</summary>
    public static void WriteJson(TextWriter output, LatencyReport report) => output.WriteLine(JsonSerializer.Serialize(report, Format));

    /// <summary>Tables.</summary>
    public static void WriteTable(TextWriter output, LatencyReport report)
    {
        LatencyOptions options = report.Options;
        Write(output, $"parent in -> first child parsed at the venue, 127.0.0.1, open loop from the intended time; us, medians over {options.Rounds} rounds");
        Write(output, $"{options.Rate} orders/s, {options.Seconds} s a round, {options.UpdatesPerSecond} book updates/s a venue; {report.Machine}");
        Write(output, $"{"case",-20} {"p50",8} {"p99",9} {"p99.9",9} {"max",9} | {"sent p50",8} {"p99",9} | {"B/order",8} {"GCs",4} {"missing",8} {"others",7}");
        foreach (CaseFigures one in report.Cases)
        {
            Write(
                output,
                $"{one.Name,-20} {one.P50,8:F1} {one.P99,9:F1} {one.P999,9:F1} {one.Maximum,9:F1} | {one.SentP50,8:F1} {one.SentP99,9:F1} | {one.BytesPerOrder,8:F0} {one.Collections,4:F0} {one.Missing + "/" + one.Orders,8} {Share(one.Neighbours),7}");
        }

        foreach (CaseFigures one in report.Cases.Where(one => one.Stages.Count > 0))
            Write(output, $"stages of {one.Name}: {string.Join("; ", one.Stages.Select(Describe))}");
        foreach (GateFigures gate in report.Gates)
        {
            Write(
                output,
                $"gate {gate.Gate}: {gate.Case} / {gate.Floor} = {gate.P50:F2} at p50 (at most {gate.P50Limit}), {gate.P99:F2} at p99 (at most {gate.P99Limit}), over {gate.Rounds} rounds: {gate.Verdict}");
            Write(output, $"        without the client's own lateness: {gate.SentP50:F2} at p50, {gate.SentP99:F2} at p99");
        }

        Write(output, $"share of the machine that others took over the whole run: {Share(report.Neighbours)}");
    }

    private static string Describe(StageFigure stage) =>
        string.Create(CultureInfo.InvariantCulture, $"{stage.Name} {stage.P50:F1} (p99 {stage.P99:F1})");

    private static string Share(double? share) => share is double known ? known.ToString("P0", CultureInfo.InvariantCulture) : "unknown";

    private static void Write(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
