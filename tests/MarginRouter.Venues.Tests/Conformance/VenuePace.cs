namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>How long an adapter under test waits.</summary>
public enum VenuePace
{
    /// <summary>So long that a busy machine alone makes no answer late: for everything that orders no silence.</summary>
    Patient = 1,

    /// <summary>Answers are awaited for half a second, "no such order" is believed after one second: for tests of silence.</summary>
    Brisk = 2,

    /// <summary>As patient, with the venue's dead man's switch set to the shortest time that it takes.</summary>
    Guarded = 3,
}
