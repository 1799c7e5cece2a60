namespace MarginRouter.Venues.Kraken.Wire;

/// <summary>
/// Translates Kraken's names of assets and pairs to the common ones. REST keeps four-letter names for the oldest assets (XXBT, ZUSD),
/// pair names say XBT and XDG, and the v2 socket says BTC and DOGE.
/// </summary>
internal static class AssetNames
{
    private static readonly HashSet<string> Prefixed = new(StringComparer.Ordinal)
    {
        "XXBT", "XETH", "XLTC", "XXRP", "XXMR", "XETC", "XXLM", "XZEC", "XREP", "XMLN", "XXDG",
        "ZUSD", "ZEUR", "ZGBP", "ZCAD", "ZJPY", "ZAUD",
    };

    /// <summary>The common code of an asset by any of its names; an unknown name is its own code.</summary>
    public static string Common(string name)
    {
        string plain = Prefixed.Contains(name) ? name[1..] : name;
        return plain switch
        {
            "XBT" => "BTC",
            "XDG" => "DOGE",
            _ => plain,
        };
    }

    /// <summary>The v2 symbol of a pair by its v1 socket name, for example BTC/USD for XBT/USD.</summary>
    public static string Symbol(string webSocketName) => string.Join('/', webSocketName.Split('/').Select(Common));
}
