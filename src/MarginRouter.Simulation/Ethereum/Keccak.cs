using System.Buffers.Binary;
using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>Keccak-256 with the original padding, written from its specification for the simulators alone.</summary>
internal static class Keccak
{
    private const int Rate = 136;

    /// <summary>Keccak-256 on a five by five square of lanes; rotations and round constants are computed as the specification defines them.</summary>
    public static byte[] Hash(byte[] data)
    {
        byte[] padded = new byte[((data.Length / Rate) + 1) * Rate];
        data.CopyTo(padded, 0);
        padded[data.Length] = 1;
        padded[^1] |= 0x80;
        ulong[,] lanes = new ulong[5, 5];
        for (int block = 0; block < padded.Length; block += Rate)
        {
            for (int i = 0; i < Rate / 8; i++)
                lanes[i % 5, i / 5] ^= BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(block + (i * 8)));
            Permute(lanes);
        }

        byte[] hash = new byte[32];
        for (int i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(i * 8), lanes[i, 0]);
        return hash;
    }

    private static void Permute(ulong[,] lanes)
    {
        int register = 1;
        for (int round = 0; round < 24; round++)
        {
            ulong[] parity = [.. Enumerable.Range(0, 5).Select(x => lanes[x, 0] ^ lanes[x, 1] ^ lanes[x, 2] ^ lanes[x, 3] ^ lanes[x, 4])];
            for (int x = 0; x < 5; x++)
            {
                for (int y = 0; y < 5; y++)
                    lanes[x, y] ^= parity[(x + 4) % 5] ^ BitOperations.RotateLeft(parity[(x + 1) % 5], 1);
            }

            (int column, int row) = (1, 0);
            ulong moving = lanes[column, row];
            for (int step = 0; step < 24; step++)
            {
                (column, row) = (row, ((2 * column) + (3 * row)) % 5);
                (moving, lanes[column, row]) = (lanes[column, row], BitOperations.RotateLeft(moving, (step + 1) * (step + 2) / 2 % 64));
            }

            for (int y = 0; y < 5; y++)
            {
                ulong[] line = [.. Enumerable.Range(0, 5).Select(x => lanes[x, y])];
                for (int x = 0; x < 5; x++)
                    lanes[x, y] = line[x] ^ (~line[(x + 1) % 5] & line[(x + 2) % 5]);
            }

            for (int bit = 0; bit < 7; bit++)
            {
                if ((register & 1) == 1)
                    lanes[0, 0] ^= 1UL << ((1 << bit) - 1);
                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }
    }
}
