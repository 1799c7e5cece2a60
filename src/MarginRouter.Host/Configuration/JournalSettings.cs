namespace MarginRouter.Host.Configuration;

/// <summary>Where and how the journal is kept.</summary>
/// <param name="Directory">Folder of the segments; relative to the working directory unless rooted.</param>
/// <param name="Durability">What waits for the disk.</param>
/// <param name="SegmentMegabytes">Size at which a new segment is begun.</param>
public sealed record JournalSettings(string Directory, DurabilityMode Durability, int SegmentMegabytes);
