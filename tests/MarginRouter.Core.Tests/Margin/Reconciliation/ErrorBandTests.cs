using MarginRouter.Core.Margin.Reconciliation;

namespace MarginRouter.Core.Tests.Margin.Reconciliation;

public sealed class ErrorBandTests
{
    [Fact]
    public void Add_EqualWeights_GivesTheQuantile()
    {
        ErrorBand band = new(new ReconciliationPolicy(0.01m, 1, 0.9m, 1m, 10));
        Assert.Equal(0m, band.Value);
        for (int i = 1; i <= 10; i++)
            band.Add(i);
        Assert.Equal(9m, band.Value);
        band.Add(100m);
        Assert.Equal((10, 10m), (band.Count, band.Value));
    }

    [Fact]
    public void Add_OldErrors_FadeAndAreForgotten()
    {
        ErrorBand band = new(new ReconciliationPolicy(0.01m, 1, 0.99m, 0.5m, 100));
        band.Add(1m);
        int rounds = 0;
        for (; band.Value == 1m; rounds++)
            band.Add(0.1m);
        Assert.Equal(6, rounds);
        Assert.Equal(0.1m, band.Value);
    }

    [Fact]
    public void Add_RandomErrors_CoversTheQuantileOfWhatFollows()
    {
        ReconciliationPolicy policy = ReconciliationPolicy.Default;
        ErrorBand band = new(policy);
        Random random = new(3);
        int inside = 0;
        for (int i = 0; i < 2_200; i++)
        {
            decimal error = (decimal)(random.NextDouble() * random.NextDouble()) / 100m;
            inside += i >= 200 && error <= band.Value ? 1 : 0;
            band.Add(error);
        }

        // Decay leaves about fifty errors of weight: their 0.99 quantile covers nearly as much of the next ones.
        Assert.InRange(inside / 2_000m, 0.95m, 1m);
    }

    [Fact]
    public void Create_PolicyOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ErrorBand(ReconciliationPolicy.Default with { Memory = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ErrorBand(ReconciliationPolicy.Default with { Decay = 1.1m }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ErrorBand(ReconciliationPolicy.Default with { Quantile = 0m }));
    }
}
