using System.Globalization;

namespace MarginRouter.Fix.SessionHost;

/// <summary>
/// A broker's session as a process that a test kills: <c>DIRECTORY PORT</c>; port 0 takes a free one. It prints <c>listening PORT TAKEN
/// REPORTED</c> when it accepts, and ends in order on <c>quit</c> or the end of its input: <c>stopped INBOUND OUTBOUND TAKEN REPORTED</c>.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        try
        {
            using KillableBroker broker = new(arguments[0], int.Parse(arguments[1], CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"listening {broker.Port} {broker.Taken} {broker.Reported}"));
            string? line;
            while ((line = Console.ReadLine()) is not null && line != "quit")
            {
            }

            (long inbound, long outbound) = broker.Stop();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"stopped {inbound} {outbound} {broker.Taken} {broker.Reported}"));
            return 0;
        }
        catch (Exception error)
        {
            // The test shows what the error stream says.
            Console.Error.WriteLine(error);
            return 1;
        }
    }
}
