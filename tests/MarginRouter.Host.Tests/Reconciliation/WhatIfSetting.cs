using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Streams;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>A venue and the rules that router and venue believe in; the same unless a test alters the venue's.</summary>
internal sealed record WhatIfSetting
{
    public required StreamVenue Venue { get; init; }

    /// <summary>Name of the rule set.</summary>
    public required string Rules { get; init; }

    /// <summary>The router's rule file.</summary>
    public required string RuleText { get; init; }

    /// <summary>The instrument that is traded.</summary>
    public required string Symbol { get; init; }

    /// <summary>The instruments of the venue file.</summary>
    public required string Instruments { get; init; }

    public decimal Balance { get; init; } = 100_000m;

    public string UtilisationLimit { get; init; } = "0.9";

    public int VolatilityMilliseconds { get; init; } = 600_000;

    /// <summary>The instruments of the account, quoted.</summary>
    public string Held => string.Join(", ", new[] { Symbol }.Concat(More).Select(symbol => $"\"{symbol}\""));

    /// <summary>Instruments beside the one that is traded.</summary>
    public ImmutableArray<string> More { get; init; } = [];

    /// <summary>Puts held at the start, of the first of <see cref="More"/>.</summary>
    public decimal Puts { get; init; }

    public const decimal PutMark = 5_500m;

    public const decimal Volatility = 0.6m;

    /// <summary>What the venue margins by.</summary>
    public MarginRuleSet VenueRules { get => altered ?? Parse(Rules, RuleText); init => altered = value; }

    private readonly MarginRuleSet? altered;

    /// <summary>Bybit, cross margin, as published.</summary>
    public static WhatIfSetting Bybit { get; } = new()
    {
        Venue = StreamVenue.Bybit,
        Rules = "bybit/uta-cross",
        RuleText = Published("bybit/uta-cross"),
        Symbol = "BTCUSDT",
        Instruments = Perpetual("BTCUSDT", "0.001", "1"),
    };

    /// <summary>
    /// Bybit, portfolio margin, with the figures that the published file lacks stated here, as an operator does who has them from the venue.
    /// </summary>
    public static WhatIfSetting BybitPortfolio { get; } = Bybit with
    {
        Rules = "bybit/uta-portfolio",
        RuleText = Without(
            Published("bybit/uta-portfolio"),
            "\"gaps\":",
            "\"basis\": {\"classes\": {\"all\": [\"0.002\", \"0.05\"]}, \"assets\": {\"BTC\": \"all\"}}, \"contractCharge\": {\"classes\": {\"all\": [\"0.001\"]}, \"assets\": {\"BTC\": \"all\"}}\n  }\n}\n"),
    };

    /// <summary>OKX, multi-currency, with a weight for USDT, which the published file leaves to the operator.</summary>
    public static WhatIfSetting Okx { get; } = new()
    {
        Venue = StreamVenue.Okx,
        Rules = "okx/multi-currency",
        RuleText = Published("okx/multi-currency").Replace("\"USD\": [", "\"USDT\": [{\"from\": \"0\", \"to\": null, \"weight\": \"1\"}], \"USD\": [", StringComparison.Ordinal),
        Symbol = "BTC-USDT-SWAP",
        Instruments = Perpetual("BTC-USDT-SWAP", "0.01", "0.01"),
    };

    /// <summary>OKX, portfolio margin, as published.</summary>
    public static WhatIfSetting OkxPortfolio { get; } = Okx with { Rules = "okx/portfolio", RuleText = Published("okx/portfolio") };

    /// <summary>The Bybit portfolio account with puts at the money for a quarter of a year, margined by a volatility scan.</summary>
    public static WhatIfSetting BybitOptions(decimal puts) => WithPuts(BybitPortfolio, "BTC-26FEB27-60000-P-USDT", puts);

    /// <summary>The same at OKX, with the volatility and basis moves of options stated, which the published file lacks.</summary>
    public static WhatIfSetting OkxOptions(decimal puts) => WithPuts(
        OkxPortfolio with
        {
            RuleText = Without(OkxPortfolio.RuleText, "\"gaps\":", "\"volatility\": {\"up\": \"0.3\", \"down\": \"0.3\"}\n  }\n}\n")
                .Replace("\"large\": [\"0.002\"]", "\"large\": [\"0.002\", \"0.05\"]", StringComparison.Ordinal),
        },
        "BTC-USDT-270226-60000-P",
        puts);

    private static WhatIfSetting WithPuts(WhatIfSetting setting, string put, decimal puts) => setting with
    {
        Balance = 60_000m,
        UtilisationLimit = "0.5",
        More = [put],
        Puts = puts,
        Instruments = setting.Instruments + $$"""
            , {
              "symbol": "{{put}}", "kind": "option", "base": "BTC", "quote": "USDT", "settlement": "USDT", "tick": "1", "lot": "0.01",
              "multiplier": "1", "minimumQuantity": "0.01", "minimumNotional": "0", "takerFee": "0.0003", "makerFee": "0.0002",
              "expiry": "{{DateTime.UtcNow.AddDays(91).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}}",
              "option": { "right": "put", "strike": "60000", "strikeAsset": "USDT" }
            }
            """,
    };

    public static string Perpetual(string symbol, string lot, string multiplier) => $$"""
        {
          "symbol": "{{symbol}}", "kind": "linearPerpetual", "base": "BTC", "quote": "USDT", "settlement": "USDT", "tick": "0.1", "lot": "{{lot}}",
          "multiplier": "{{multiplier}}", "minimumQuantity": "{{lot}}", "minimumNotional": "0", "takerFee": "0.00055", "makerFee": "0.0002",
          "fundingHours": "8"
        }
        """;

    private static MarginRuleSet Parse(string name, string text) =>
        MarginRuleSetJson.Read(name, name, Encoding.UTF8.GetBytes(text), out ImmutableArray<RuleSetError> errors)
        ?? throw new InvalidOperationException(string.Join('\n', errors));

    private static string Published(string name) => File.ReadAllText(Path.Combine(SharedData.Repository, "config", "margin", name + ".json"));

    /// <summary>The text up to a mark, and another end.</summary>
    private static string Without(string text, string mark, string end) => text[..text.IndexOf(mark, StringComparison.Ordinal)] + end;
}
