namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>
/// The venue's three spellings of an asset: WebSocket v2 says BTC, pair names say XBT, and REST balances say XXBT or ZUSD for the
/// oldest coins and currencies.
/// </summary>
internal static class KrakenAssetNames
{
    private static readonly Dictionary<string, string> Legacy = new(StringComparer.Ordinal)
    {
        ["BTC"] = "XXBT",
        ["ETH"] = "XETH",
        ["LTC"] = "XLTC",
        ["XRP"] = "XXRP",
        ["XMR"] = "XXMR",
        ["ETC"] = "XETC",
        ["USD"] = "ZUSD",
        ["EUR"] = "ZEUR",
        ["GBP"] = "ZGBP",
        ["CAD"] = "ZCAD",
        ["JPY"] = "ZJPY",
    };

    /// <summary>The short old name: XBT for BTC, the code itself otherwise.</summary>
    public static string Alternative(string code) => code == "BTC" ? "XBT" : code;

    /// <summary>The name in REST balances: XXBT, ZUSD, USDT.</summary>
    public static string Rest(string code) => Legacy.GetValueOrDefault(code, code);

    /// <summary>True when REST gives the asset a four-letter old name.</summary>
    public static bool IsLegacy(string code) => Legacy.ContainsKey(code);

    /// <summary>The common code of any of the venue's spellings; the text itself when it is none of them.</summary>
    public static string Common(string name)
    {
        if (name == "XBT")
            return "BTC";
        foreach ((string code, string rest) in Legacy)
        {
            if (rest == name)
                return code;
        }

        return name;
    }
}
