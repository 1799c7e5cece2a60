using System.Collections.Immutable;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Demo;

/// <summary>What the demo did.</summary>
/// <param name="Configuration">The demo's firm.</param>
/// <param name="Books">Where the books came from.</param>
/// <param name="Journal">The journal, for replay.</param>
/// <param name="Outcomes">Every scenario.</param>
/// <param name="Pairs">Every order of two legs.</param>
internal sealed record DemoResult(
    RouterConfiguration Configuration,
    IReadOnlyList<string> Books,
    string Journal,
    ImmutableArray<DemoOutcome> Outcomes,
    ImmutableArray<PairOutcome> Pairs);
