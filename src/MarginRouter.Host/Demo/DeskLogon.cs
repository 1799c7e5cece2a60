namespace MarginRouter.Host.Demo;

/// <summary>How a desk logs on.</summary>
/// <param name="CompId">Its SenderCompID(49).</param>
/// <param name="RouterCompId">The router's comp id.</param>
/// <param name="Username">Username(553).</param>
/// <param name="Password">Password(554).</param>
internal sealed record DeskLogon(string CompId, string RouterCompId, string Username, string Password);
