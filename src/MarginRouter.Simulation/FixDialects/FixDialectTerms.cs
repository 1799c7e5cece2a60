using MarginRouter.Fix.Transport;

namespace MarginRouter.Simulation.FixDialects;

/// <summary>How the sessions of one port behave.</summary>
/// <param name="VenueCompId">The venue's CompID, TargetCompID (56) of its clients.</param>
/// <param name="ClientCompIds">CompIDs that may connect.</param>
/// <param name="ResetsOnLogon">True where each logon starts at number 1 and nothing is ever sent again.</param>
/// <param name="Tls">TLS as on the real venue; null speaks plain TCP.</param>
internal sealed record FixDialectTerms(string VenueCompId, IReadOnlyList<string> ClientCompIds, bool ResetsOnLogon, FixTlsOptions? Tls);
