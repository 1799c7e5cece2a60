namespace MarginRouter.Venues.Trading;

/// <summary>A step of opening a private stream: what is sent and how many answers must come before the next.</summary>
/// <param name="Request">The request; null when the venue speaks first.</param>
/// <param name="Answers">Answers to wait for.</param>
internal sealed record PrivateStep(byte[]? Request, int Answers = 1);
