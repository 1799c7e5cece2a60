namespace MarginRouter.LoadTests.Wire;

/// <summary>Who sends and what.</summary>
/// <param name="CompId">SenderCompID (49), also the user name.</param>
/// <param name="RouterCompId">TargetCompID (56).</param>
/// <param name="Password">Password (554).</param>
/// <param name="Symbol">Symbol (55) of every order.</param>
/// <param name="Quantity">OrderQty (38) of every order.</param>
internal sealed record OrderClientOptions(string CompId, string RouterCompId, string Password, string Symbol, decimal Quantity);
