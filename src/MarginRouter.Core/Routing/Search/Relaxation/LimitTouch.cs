namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>What a share of one route adds to a row of a limit table.</summary>
/// <param name="Group">The row's limit or cost.</param>
/// <param name="Row">The row.</param>
/// <param name="Part">The part of the row that it enters; -1 when it leaves the row as it is.</param>
/// <param name="First">Slope of the part's first piece.</param>
/// <param name="Second">Slope of its second piece; zero when there is none.</param>
internal readonly record struct LimitTouch(int Group, int Row, int Part, double First, double Second);
