namespace MarginRouter.Host.Configuration;

/// <summary>The FIX acceptor for desks.</summary>
/// <param name="Address">Address to listen on.</param>
/// <param name="Port">Port; 0 lets the system choose.</param>
/// <param name="CompId">Our SenderCompID(49).</param>
/// <param name="StoreDirectory">Folder of sequence numbers and sent messages.</param>
public sealed record GatewaySettings(string Address, int Port, string CompId, string StoreDirectory);
