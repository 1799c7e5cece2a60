namespace MarginRouter.Venues.Amm;

/// <summary>An ERC-20 token.</summary>
/// <param name="Address">Its contract: 0x and 40 hexadecimal digits.</param>
/// <param name="Decimals">Decimal digits of its unit, 0 to 28.</param>
public sealed record AmmToken(string Address, int Decimals);
