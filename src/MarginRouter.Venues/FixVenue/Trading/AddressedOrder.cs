using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>An order with what its messages name.</summary>
/// <param name="Terms">The child.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Account">The venue's name of its account.</param>
internal readonly record struct AddressedOrder(ChildOrderTerms Terms, Instrument Instrument, string Account);
