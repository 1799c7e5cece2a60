namespace MarginRouter.Core.Margin.Limits;

/// <summary>A fill with the place of its instrument in the frame.</summary>
/// <param name="Slot">Place of the instrument.</param>
/// <param name="Terms">What the fill does.</param>
internal readonly record struct SlotFill(int Slot, FillTerms Terms);
