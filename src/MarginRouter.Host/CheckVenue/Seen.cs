namespace MarginRouter.Host.CheckVenue;

/// <summary>Something that an adapter delivered.</summary>
/// <param name="What">The thing.</param>
/// <param name="Milliseconds">Milliseconds after the adapter was started.</param>
internal sealed record Seen<T>(T What, double Milliseconds);
