namespace MarginRouter.LoadTests.Fuzz;

/// <summary>A short valid session of one protocol: played as it is, every book ends live.</summary>
/// <param name="Venue">Name of the venue, as the command <c>books</c> takes it.</param>
/// <param name="Protocol">Which of its protocols.</param>
/// <param name="Messages">The messages in order.</param>
internal sealed record FuzzSession(string Venue, string Protocol, FuzzMessage[] Messages);
