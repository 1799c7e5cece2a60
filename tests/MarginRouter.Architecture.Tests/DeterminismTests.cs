using MarginRouter.Architecture.Tests.Metadata;
using MarginRouter.Architecture.Tests.Sources;

namespace MarginRouter.Architecture.Tests;

/// <summary>What Core and the FIX session protocol must not touch, from the compiled assemblies.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] VenueNames = ["binance", "kraken", "bybit", "okx", "kucoin", "hyperliquid", "coinbase"];

    private static readonly string[] SearchSpaces = ["MarginRouter.Core.Margin.Search", "MarginRouter.Core.Routing.Search"];

    [Fact]
    public void Core_Types_TouchNothingBanned() => Check.None(Solution.Of("Core").Types, Bans.Broken);

    [Fact]
    public void FixSession_Types_TouchNothingBanned() =>
        Check.None(Solution.Of("Fix").Types.Where(type => type.Space == "MarginRouter.Fix.Session"), Bans.Broken);

    [Fact]
    public void Core_FloatingPoint_StaysInSearch() => Check.None(
        Solution.Of("Core").Types.Where(type => !SearchSpaces.Any(space => type.Space.StartsWith(space, StringComparison.Ordinal))),
        type => type.FloatingPoint.Select(place => $"{type.FullName}: {place}"));

    [Fact]
    public void Core_Sources_NameNoVenue() => Check.None(SourceFile.Below("src/MarginRouter.Core"), file =>
        from venue in VenueNames
        where file.Code.Contains(venue, StringComparison.OrdinalIgnoreCase)
        select $"{file.Path} names {venue}");

    [Fact]
    public void Core_CompiledNamesAndTexts_NameNoVenue() => Check.None(Solution.Of("Core").Texts, text =>
        from venue in VenueNames
        where text.Contains(venue, StringComparison.OrdinalIgnoreCase)
        select $"'{text}' names {venue}");

    [Fact]
    public void Core_Enums_HaveNoZero() => Check.None(
        Solution.Of("Core").Types.SelectMany(type => type.EnumValues),
        value => value.Value == 0 ? [$"{value.Key} is 0: a value that nobody chose would pass for it"] : []);

    [Fact]
    public void Bans_PlantedViolations_AreAllFound()
    {
        TypeFacts planted = AssemblyFacts.Read("MarginRouter.Architecture.Tests").Types.Single(type => type.Name == nameof(PlantedViolations));

        string found = string.Join('\n', Bans.Broken(planted));

        Assert.Contains("System.DateTime.get_UtcNow", found, StringComparison.Ordinal);
        Assert.Contains("System.Random", found, StringComparison.Ordinal);
        Assert.Contains("System.Threading.Interlocked", found, StringComparison.Ordinal);
        Assert.Contains("System.IO.File", found, StringComparison.Ordinal);
        Assert.Contains("System.Guid.NewGuid", found, StringComparison.Ordinal);
        Assert.Contains("counter is static state", found, StringComparison.Ordinal);
        Assert.Contains("Cache is static state", found, StringComparison.Ordinal);
        Assert.Contains("local of Halve", planted.FloatingPoint);
        Assert.Contains("field ratio", planted.FloatingPoint);
        Assert.Contains("instruction in Halve", planted.FloatingPoint);
    }

    [Fact]
    public void Check_NoSubject_Fails() =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Check.None(Array.Empty<string>(), _ => []));
}
