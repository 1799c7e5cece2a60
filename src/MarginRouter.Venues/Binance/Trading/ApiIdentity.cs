namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Who signs: the API key and the signer that holds its secret.</summary>
internal sealed record ApiIdentity(string ApiKey, ApiSigner Signer);
