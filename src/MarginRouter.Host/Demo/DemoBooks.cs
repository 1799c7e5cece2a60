using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Recordings;

namespace MarginRouter.Host.Demo;

/// <summary>Where the demo's books come from: generated around one price path, or recorded ones.</summary>
/// <param name="recordings">The folder of recordings, or null for generated books.</param>
internal sealed class DemoBooks(string? recordings)
{
    private const ulong Seed = 20_261_121;
    private const decimal StartPrice = 61_650m;
    private const decimal TetherPrice = 0.9996m;
    private const int TetherPremium = 400; // parts per million: what one dollar costs in USDT

    // What brings the Kraken recording of 2026-08-16 (mid 62,802.55) beside those of Binance of 2024-08-08 (spot mid 61,601, perpetual 61,660).
    private const decimal KrakenShift = -1_160m;

    private static readonly ReferencePricePath Path = new(Seed, StartPrice);
    private static readonly ReferencePricePath TetherPath = new(Seed + 1, TetherPrice, StepPartsPerMillion: 1);

    /// <summary>Explains the books to the reader of the demo.</summary>
    public IReadOnlyList<string> Description => recordings is null
        ? [$"books generated from seed {Seed} around {StartPrice}; five venues, one price path"]
        :
        [
            $"binance-usdm, binance-spot and kraken replay recorded books of {recordings}",
            $"kraken was recorded on another day: its prices are shifted by {KrakenShift} USD so that the books overlap",
            "primefix, okx and USDT/USD have no recording and are generated around the same price",
        ];

    /// <summary>The book of an instrument of a venue.</summary>
    public IBookSource SourceOf(string venue, Instrument instrument) => (venue, recordings) switch
    {
        (_, _) when instrument.Base.Code == "USDT" => Tether(instrument),
        ("binance-usdm", string folder) => Binance(instrument, folder, "usdm_btcusdt_20240808.log.gz"),
        ("binance-spot", string folder) => Binance(instrument, folder, "spot_btcusdt_20240808.log.gz", "spot_btcusdt_20240809.log.gz"),
        ("kraken", string folder) => Kraken(instrument, folder),
        ("binance-usdm", null) => Generated(instrument, 11, TetherPremium - 60, 0.16m, 1),
        ("binance-spot", null) => Generated(instrument, 12, TetherPremium, 0.10m, 1),
        ("kraken", null) => Generated(instrument, 13, 20, 0.09m, 1),
        ("okx", _) => Generated(instrument, instrument.IsDerivative ? 17ul : 16ul, TetherPremium + (recordings is null ? 0 : -700) + (instrument.IsDerivative ? 300 : 0), 0.12m, 1),
        _ => Generated(instrument, 14, recordings is null ? 10 : -700, 0.06m, 10),
    };

    private static GeneratedBookSource Generated(Instrument instrument, ulong seed, int premium, decimal top, int spread) => new(
        instrument,
        new GeneratedBookOptions
        {
            Path = Path,
            Seed = Seed + seed,
            OffsetPartsPerMillion = premium,
            SpreadTicks = spread,
            Depth = 400,
            MeanGapTicks = Math.Max(1, (int)(0.8m / instrument.TickSize)),
            TopQuantity = top,
        });

    private static GeneratedBookSource Tether(Instrument instrument) => new(
        instrument,
        new GeneratedBookOptions { Path = TetherPath, Seed = Seed + 15, SpreadTicks = 1, Depth = 100, MeanGapTicks = 1, TopQuantity = 40_000m });

    private static RecordedBookSource Binance(Instrument instrument, string folder, params string[] files) => new(
        instrument,
        new BinanceDepthRecording(instrument, [.. files.Select(file => Require(folder, "binance", "hft", file))]),
        new RecordedBookOptions());

    private static RecordedBookSource Kraken(Instrument instrument, string folder) => new(
        instrument,
        new KrakenVersion2Recording(instrument, Require(folder, "kraken", "spot_ws_v2_book_btcusd_d10_20260816.jsonl"), 10),
        new RecordedBookOptions { PriceShift = KrakenShift });

    private static string Require(params string[] parts)
    {
        string path = System.IO.Path.Combine(parts);
        return File.Exists(path) ? path : throw new Commands.BadInputException($"--recordings: {path} is not there");
    }
}
