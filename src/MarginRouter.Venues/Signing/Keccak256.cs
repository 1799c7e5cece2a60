using System.Buffers.Binary;
using System.Numerics;

namespace MarginRouter.Venues.Signing;

/// <summary>Keccak-256 with the original padding (0x01), as Ethereum uses it; SHA3-256 of FIPS 202 differs in that byte alone.</summary>
public static class Keccak256
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = 32;

    private const int Rate = 136;
    private const int Rounds = 24;

    private static readonly ulong[] RoundConstants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808A, 0x8000000080008000, 0x000000000000808B, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008A, 0x0000000000000088, 0x0000000080008009, 0x000000008000000A,
        0x000000008000808B, 0x800000000000008B, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800A, 0x800000008000000A, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    // Rho's rotations and pi's targets, in the order in which the lanes are moved.
    private static readonly int[] Rotations = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Lanes = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    /// <summary>The hash of some bytes.</summary>
    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[25];
        state.Clear();
        while (data.Length >= Rate)
        {
            Absorb(state, data[..Rate]);
            data = data[Rate..];
        }

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        last[data.Length] = 0x01;
        last[Rate - 1] |= 0x80;
        Absorb(state, last);
        byte[] hash = new byte[HashSize];
        for (int i = 0; i < HashSize / 8; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(i * 8), state[i]);
        return hash;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (int i = 0; i < Rate / 8; i++)
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * 8)..]);
        for (int round = 0; round < Rounds; round++)
            Permute(state, RoundConstants[round]);
    }

    private static void Permute(Span<ulong> state, ulong constant)
    {
        Span<ulong> column = stackalloc ulong[5];
        for (int x = 0; x < 5; x++)
            column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        for (int x = 0; x < 5; x++)
        {
            ulong mix = column[(x + 4) % 5] ^ BitOperations.RotateLeft(column[(x + 1) % 5], 1);
            for (int y = 0; y < 25; y += 5)
                state[x + y] ^= mix;
        }

        ulong moved = state[1];
        for (int i = 0; i < Lanes.Length; i++)
        {
            ulong next = state[Lanes[i]];
            state[Lanes[i]] = BitOperations.RotateLeft(moved, Rotations[i]);
            moved = next;
        }

        for (int y = 0; y < 25; y += 5)
        {
            state.Slice(y, 5).CopyTo(column);
            for (int x = 0; x < 5; x++)
                state[x + y] = column[x] ^ (~column[(x + 1) % 5] & column[(x + 2) % 5]);
        }

        state[0] ^= constant;
    }
}
