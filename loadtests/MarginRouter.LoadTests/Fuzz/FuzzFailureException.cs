using System.Text;

namespace MarginRouter.LoadTests.Fuzz;

/// <summary>A decoder did what none may do; says everything that is needed to see it again.</summary>
internal sealed class FuzzFailureException(FuzzSession session, ulong seed, long number, byte[] message, string what, Exception? inner)
    : Exception($"{session.Venue} {session.Protocol}, seed {seed}, message {number}: {what}\n{Encoding.UTF8.GetString(message)}", inner);
