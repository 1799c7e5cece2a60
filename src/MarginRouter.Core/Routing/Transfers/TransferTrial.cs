using MarginRouter.Core.Routing.Search;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>A request decided again with collateral moved.</summary>
/// <param name="Problem">The request made ready.</param>
/// <param name="Split">Its split.</param>
internal readonly record struct TransferTrial(RouteProblem Problem, ProvenSplit Split)
{
    /// <summary>Decides.</summary>
    public static TransferTrial Of(RouteWorkspace workspace, RouteRequest request)
    {
        RouteProblem problem = RouteProblem.Prepare(workspace, request);
        problem.Parts.Blind.Run();
        problem.Parts.Proven.Find();
        return new TransferTrial(problem, problem.Parts.Proven);
    }

    /// <summary>All-in cost of the split.</summary>
    public CandidateCost Cost()
    {
        CandidateCost cost = default;
        foreach (RouteChild child in RouteOptimizer.Children(Problem, Split))
            cost += child.Cost;
        return cost;
    }
}
