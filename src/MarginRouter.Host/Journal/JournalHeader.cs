using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Journal;

/// <summary>The first record of a journal.</summary>
/// <param name="InstanceTag">Three base-36 digits that client order ids of this journal begin with.</param>
/// <param name="CreatedAt">When the journal was begun.</param>
/// <param name="ConfigurationHash">SHA-256 of the configuration it was begun with, lower-case hex.</param>
/// <param name="StructureHash">
/// SHA-256 of the tables whose positions are the ids in the records (venues, instruments, products, subaccounts) and of the desk rules by
/// which requests are judged; with others the journal would mean something else, so it is refused.
/// </param>
public sealed record JournalHeader(string InstanceTag, Instant CreatedAt, string ConfigurationHash, string StructureHash);
