namespace MarginRouter.Host.Configuration;

/// <summary>Where messages of desks or of a venue are written for people to read: a folder for each session.</summary>
/// <param name="Directory">Folder of the folders.</param>
/// <param name="FileMegabytes">Size at which a file is followed by the next; from 1.</param>
/// <param name="Files">Most files that a session keeps; from 1.</param>
public sealed record MessageLogSettings(string Directory, int FileMegabytes, int Files);
