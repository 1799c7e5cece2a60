using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Testing;

/// <summary>Makes random instances of any record of Core from its constructor and settable properties, and writes any record out in full.</summary>
public sealed class RandomRecords(Random random)
{
    private static readonly string[] Words = ["", "A1", "BTC/USD", "no such order", "ü–€漢", "\0\u0001=|", new('x', 300)];

    /// <summary>A random instance of a type.</summary>
    public T Make<T>() => (T)Make(typeof(T));

    /// <summary>A random instance of a type.</summary>
    public object Make(Type type)
    {
        if (Simple(type) is { } simple)
            return simple;
        if (type == typeof(PriceVector))
            return Prices();
        if (type == typeof(RouteAccount))
            return Account();
        if (type == typeof(AdlRank))
            return new AdlRank(random.Next(6), 0m, 5m + random.Next(2));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return Array(type.GetGenericArguments()[0]);
        ConstructorInfo? constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).FirstOrDefault();
        NullabilityInfoContext nullability = new();
        object?[] arguments = constructor is null
            ? []
            : [.. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, nullability.Create(parameter)))];
        object made = constructor?.Invoke(arguments) ?? Activator.CreateInstance(type)!;
        HashSet<string> given = [.. constructor?.GetParameters().Select(parameter => parameter.Name!) ?? []];
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite && !given.Contains(property.Name)))
            property.SetValue(made, Make(property.PropertyType, nullability.Create(property)));
        return made;
    }

    /// <summary>Every given (not computed) property of a value, recursively, digit for digit.</summary>
    public static string Text(object? value)
    {
        StringBuilder text = new();
        Append(text, value);
        return text.ToString();
    }

    private object? Make(Type type, NullabilityInfo nullability)
    {
        bool optional = nullability.WriteState == NullabilityState.Nullable || nullability.ReadState == NullabilityState.Nullable;
        return optional && random.Next(3) == 0 ? null : Make(Nullable.GetUnderlyingType(type) ?? type);
    }

    private object? Simple(Type type)
    {
        if (type == typeof(string))
            return Words[random.Next(Words.Length)];
        if (type == typeof(bool))
            return random.Next(2) == 0;
        if (type == typeof(int))
            return (int)Whole(int.MaxValue);
        if (type == typeof(long))
            return Whole(long.MaxValue / 4);
        if (type == typeof(ulong))
            return ulong.MaxValue - (ulong)Whole(long.MaxValue);
        if (type == typeof(decimal))
            return Number();
        if (type == typeof(PositionLots))
            return new PositionLots(Whole(long.MaxValue) * (random.Next(2) == 0 ? 1 : -1));
        return type.IsEnum ? Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length)) : null;
    }

    private long Whole(long most)
    {
        long limit = random.Next(4) switch
        {
            0 => 3,
            1 => 300,
            2 => 3_000_000,
            _ => most,
        };
        return random.Next(20) == 0 ? most : random.NextInt64(limit);
    }

    private decimal Number() => random.Next(6) switch
    {
        0 => 0m,
        1 => decimal.MaxValue,
        2 => decimal.MinValue,
        3 => 1.500m,
        _ => new decimal(random.Next(), random.Next(), random.Next(3) == 0 ? random.Next() : 0, random.Next(2) == 0, (byte)random.Next(29)),
    };

    private object Array(Type element)
    {
        Array items = System.Array.CreateInstance(element, random.Next(4));
        for (int i = 0; i < items.Length; i++)
            items.SetValue(Make(Nullable.GetUnderlyingType(element) ?? element), i);
        return typeof(ImmutableArray).GetMethods()
            .Single(method => method.Name == nameof(ImmutableArray.Create)
                && method.GetParameters() is [{ ParameterType: { IsArray: true } }])
            .MakeGenericMethod(element)
            .Invoke(null, [items])!;
    }

    private PriceVector Prices()
    {
        int count = random.Next(4);
        ImmutableSortedDictionary<int, OptionQuote> noOptions = ImmutableSortedDictionary.Create<int, OptionQuote>();
        ImmutableSortedDictionary<string, ValuationPrice>.Builder assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        for (int i = random.Next(3); i > 0; i--)
            assets[$"ASSET{i}"] = Make<ValuationPrice>();
        return new PriceVector(
            [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? (ValuationPrice?)null : Make<ValuationPrice>())],
            [.. Enumerable.Range(0, count).Select(_ => random.Next(2) == 0 ? null : Make<Refusal>())],
            assets.ToImmutable())
        {
            MissingAssets = random.Next(2) == 0
                ? ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("MISSING", "nobody prices it"),
            AsOf = random.Next(2) == 0 ? null : Make<Instant>(),
            Options = random.Next(2) == 0 ? noOptions : noOptions.Add(random.Next(5), Make<OptionQuote>()),
            OptionRefusals = random.Next(2) == 0
                ? ImmutableSortedDictionary.Create<int, Refusal>()
                : ImmutableSortedDictionary.Create<int, Refusal>().Add(random.Next(5), Make<Refusal>()),
        };
    }

    private RouteAccount Account()
    {
        // The account of a route names the same subaccount twice.
        Subaccount subaccount = Make<Subaccount>();
        MarginAccount? account = random.Next(3) == 0 ? null : Make<MarginAccount>() with { Subaccount = subaccount };
        return new RouteAccount(subaccount, account, Make<ImmutableArray<PendingFill>>(), random.Next(2) == 0 ? null : Make<Refusal>());
    }

    private static void Append(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string or bool or Enum:
                text.Append('"').Append(value).Append('"');
                break;
            case IFormattable formattable and (int or long or ulong or decimal):
                text.Append(formattable.ToString(null, CultureInfo.InvariantCulture));
                break;
            case PriceVector prices:
                for (int i = 0; i < prices.InstrumentCount; i++)
                {
                    Append(text, prices.Mark(new InstrumentId(i)));
                    Append(text, prices.MarkRefusal(new InstrumentId(i)));
                }

                Append(text, prices.Assets);
                Append(text, prices.MissingAssets);
                Append(text, prices.AsOf);
                Append(text, prices.Options);
                Append(text, prices.OptionRefusals);
                break;
            case IEnumerable items:
                text.Append('[');
                foreach (object? item in items)
                {
                    Append(text, item);
                    text.Append(", ");
                }

                text.Append(']');
                break;
            default:
                AppendRecord(text, value);
                break;
        }
    }

    private static void AppendRecord(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('{');
        foreach (PropertyInfo property in value.GetType().GetProperties().Where(property => property.CanWrite))
        {
            text.Append(property.Name).Append('=');
            Append(text, property.GetValue(value));
            text.Append(' ');
        }

        text.Append('}');
    }
}
