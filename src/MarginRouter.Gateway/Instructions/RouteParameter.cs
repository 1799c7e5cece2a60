using MarginRouter.Core.Orders;

namespace MarginRouter.Gateway.Instructions;

/// <summary>
/// One wish about the routing of an order, as desks write it: by name in StrategyParameters(957-960) or TargetStrategyParameters(848), or as
/// a tag of its own. The table of them is also what the rules of engagement print.
/// </summary>
/// <param name="Tag">Its own tag, see <see cref="DeskTag"/>.</param>
/// <param name="Name">StrategyParameterName(958).</param>
/// <param name="Type">StrategyParameterType(959), which a desk may leave out: 1 Int, 6 Float, 13 Boolean, 24 MultipleStringValue.</param>
/// <param name="Meaning">What it does, with unit and range, for people.</param>
/// <param name="Apply">Sets it; null when the value is not one of its values.</param>
internal sealed record RouteParameter(
    int Tag, string Name, int Type, string Meaning, Func<RouteInstructions, string, RouteInstructions?> Apply);
