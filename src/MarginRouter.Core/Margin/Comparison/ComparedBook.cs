using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Comparison;

/// <summary>A book and the models under which it is compared; the first is what savings are counted against.</summary>
/// <param name="Name">The book.</param>
/// <param name="Says">What it is, for the reader.</param>
/// <param name="ClaimLow">Least saving that practitioners claim for portfolio margin, as a share.</param>
/// <param name="ClaimHigh">Largest saving that they claim.</param>
/// <param name="Models">At least two.</param>
public sealed record ComparedBook(string Name, string Says, decimal ClaimLow, decimal ClaimHigh, ImmutableArray<ComparedModel> Models)
{
    /// <summary>Where in the file of the book a model states what it could not be evaluated for: the model's place, then that inside its case.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="refusal">Why it was not evaluated.</param>
    public string PlaceOf(string model, Refusal refusal)
    {
        int index = Models.Select(one => one.Name).ToList().IndexOf(model);
        return string.Create(CultureInfo.InvariantCulture, $"$.models[{index}]: {CasePlace.Of(Models[index].Case, refusal)}");
    }
}
