using MarginRouter.Core.Margin.Search;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin;

public sealed class OptionValueTests
{
    private const int Seed = 7_601;
    private const int Draws = 400;

    [Fact]
    public void Exp_AndLog_AreAsExactAsThePlatformsAndInverse()
    {
        Random random = new(Seed);
        for (int i = 0; i < 2_000; i++)
        {
            double x = (random.NextDouble() * 200d) - 100d;
            double power = FixedMath.Exp(x);
            Assert.True(Math.Abs(power - Math.Exp(x)) <= 1e-14 * Math.Exp(x), $"seed {Seed} draw {i}: exp {x}");
            Assert.True(Math.Abs(FixedMath.Log(power) - x) <= 1e-14 * Math.Max(1d, Math.Abs(x)), $"seed {Seed} draw {i}: log of exp {x}");
        }

        Assert.Equal(1d, FixedMath.Exp(0d));
        Assert.Equal(0d, FixedMath.Log(1d));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedMath.Log(0d));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedMath.Log(-1d));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedMath.Exp(double.NaN));
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068542948585)]
    [InlineData(-1, 0.158655253931457051415)]
    [InlineData(2, 0.977249868051820792800)]
    [InlineData(-3, 0.001349898031630094527)]
    [InlineData(-6, 9.86587645037698140700e-10)]
    [InlineData(-10, 7.61985302416052606597e-24)]
    public void NormalBelow_KnownPoints_AreExact(double x, double expected)
    {
        // Near zero the share is 0.5 plus something, so what is exact is the difference to the whole; far out it is the share itself.
        double allowed = Math.Abs(x) < 5d ? 1e-15 : 1e-13 * expected;
        Assert.True(Math.Abs(FixedMath.NormalBelow(x) - expected) <= allowed, $"{x}: {FixedMath.NormalBelow(x):R}");
    }

    [Fact]
    public void NormalBelow_OverTheLine_RisesAndMirrors()
    {
        double before = 0d;
        for (int i = -1_200; i <= 1_200; i++)
        {
            double x = i / 100d;
            double share = FixedMath.NormalBelow(x);
            Assert.True(share >= before, $"falls at {x}");
            Assert.True(Math.Abs(share + FixedMath.NormalBelow(-x) - 1d) < 1e-15, $"does not mirror at {x}");
            before = share;
        }
    }

    [SharedDataFact]
    public void Value_TheTextbookOption_IsThePublishedValue()
    {
        GoldenCase golden = GoldenCase.Load("black76.atm");
        OptionTerms call = new(true, golden.Input("F"), golden.Input("K"), golden.Input("T"), golden.Input("vol"), golden.Input("r"));
        golden.Expect("call", Black76.Value(call));
        golden.Expect("put", Black76.Value(call with { IsCall = false }));
    }

    [Fact]
    public void Value_RandomOptions_KeepParityBoundsAndOrder()
    {
        Random random = new(Seed);
        for (int i = 0; i < Draws; i++)
        {
            OptionTerms call = Draw(random);
            OptionTerms put = call with { IsCall = false };
            string context = $"seed {Seed} draw {i}: {call}";
            decimal worth = Black76.Value(call);
            decimal other = Black76.Value(put);
            Assert.True(Math.Abs(worth - other - (call.Forward - call.Strike)) <= Allowed(call), context);
            Assert.True(worth >= Math.Max(call.Forward - call.Strike, 0m) - Allowed(call) && worth <= call.Forward, context);
            Assert.True(other >= Math.Max(call.Strike - call.Forward, 0m) - Allowed(call) && other <= call.Strike, context);
            Assert.True(Black76.Value(call with { Forward = call.Forward * 1.01m }) >= worth, context);
            Assert.True(Black76.Value(call with { Strike = call.Strike * 1.01m }) <= worth, context);
            Assert.True(Black76.Value(call with { Volatility = call.Volatility * 1.1m }) >= worth - Allowed(call), context);
            Assert.True(Black76.Value(call with { Years = call.Years * 1.1m }) >= worth - Allowed(call), context);
            Assert.Equal(Black76.Value(call with { Years = 0m }), Math.Max(call.Forward - call.Strike, 0m));
        }
    }

    [Fact]
    public void Delta_AndVega_RandomOptions_AreTheSlopesOfTheValue()
    {
        Random random = new(Seed);
        for (int i = 0; i < Draws; i++)
        {
            OptionTerms option = Draw(random) with { IsCall = i % 2 == 0 };
            decimal step = option.Forward * 0.0001m;
            decimal slope = (Black76.Value(option with { Forward = option.Forward + step }) - Black76.Value(option with { Forward = option.Forward - step })) / (2m * step);
            decimal delta = Black76.Delta(option);
            Assert.True(Math.Abs(delta - slope) < 0.001m, $"seed {Seed} draw {i}: delta {delta}, slope {slope} of {option}");
            Assert.InRange(option.IsCall ? delta : -delta, 0m, 1m);
            decimal rise = (Black76.Value(option with { Volatility = option.Volatility + 0.0001m }) - Black76.Value(option with { Volatility = option.Volatility - 0.0001m })) / 0.0002m;
            Assert.True(Math.Abs(Black76.Vega(option) - rise) < 0.0001m * option.Forward, $"seed {Seed} draw {i}: vega of {option}");
        }
    }

    private static decimal Allowed(in OptionTerms option) => 0.00000002m + (option.Forward * 0.0000000000001m);

    private static OptionTerms Draw(Random random)
    {
        decimal forward = Math.Round((decimal)(10d + (random.NextDouble() * 99_990d)), 2);
        return new OptionTerms(
            true,
            forward,
            Math.Round(forward * (decimal)(0.3d + (random.NextDouble() * 2d)), 2),
            Math.Round((decimal)(0.01d + (random.NextDouble() * 2d)), 6),
            Math.Round((decimal)(0.1d + (random.NextDouble() * 1.5d)), 4),
            0m);
    }
}
