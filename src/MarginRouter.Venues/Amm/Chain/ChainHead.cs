using System.Numerics;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>What a block's header says.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="ParentHash">The hash of the block before it.</param>
/// <param name="Time">Its time stamp, in whole seconds.</param>
/// <param name="BaseFee">What a unit of gas costs at least in it, in wei; zero before EIP-1559.</param>
internal sealed record ChainHead(long Number, string Hash, string ParentHash, Instant Time, BigInteger BaseFee)
{
    /// <summary>Reads a header; throws <see cref="VenueProtocolException"/> for what is none.</summary>
    public static ChainHead Read(JsonElement header) => new(
        Hex.Whole(header, "number"),
        JsonFigure.Text(header, "hash"),
        JsonFigure.Text(header, "parentHash"),
        Instant.FromMilliseconds(checked(Hex.Whole(header, "timestamp") * 1000)),
        header.TryGetProperty("baseFeePerGas", out JsonElement fee) && fee.ValueKind == JsonValueKind.String ? Hex.Quantity(fee.GetString()) : BigInteger.Zero);
}
