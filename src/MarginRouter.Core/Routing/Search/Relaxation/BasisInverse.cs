using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// The explicit inverse of a simplex basis, row by row. Every sum runs lane by lane with separate rounding of product and sum, so that
/// the width of the machine's vectors does not show.
/// </summary>
internal sealed class BasisInverse
{
    private const int Block = 8;

    private double[][] rows = [];
    private double[][] matrix = [];

    // Where the blocks of a source row begin that are not all zero. Rows are as long as whole blocks; what is beyond the size means nothing.
    private int[] blocks = [];

    /// <summary>Number of rows.</summary>
    public int Size { get; private set; }

    /// <summary>A row.</summary>
    public double[] this[int row] => rows[row];

    /// <summary>Sets the number of rows; what is in new ones is not defined.</summary>
    public void Resize(int size)
    {
        Size = size;
        if (rows.Length >= size)
            return;
        int room = Math.Max(32, rows.Length * 2);
        int old = rows.Length;
        blocks = new int[room / Block];
        Array.Resize(ref rows, room);
        for (int row = 0; row < room; row++)
        {
            if (row < old)
                Array.Resize(ref rows[row], room);
            else
                rows[row] = new double[room];
        }
    }

    /// <summary>target += factor * source over the first <paramref name="count"/> columns.</summary>
    public static void Combine(double[] target, double[] source, double factor, int count)
    {
        Vector512<double> factors = Vector512.Create(factor);
        int column = 0;
        for (; column + Block <= count; column += Block)
            AddBlock(target, source, factors, column);
        for (; column < count; column++)
            target[column] += factor * source[column];
    }

    /// <summary>The basis changes: the variable that enters in a row has this direction.</summary>
    public void Pivot(int pivotRow, double[] direction)
    {
        double[] source = rows[pivotRow];
        double divisor = direction[pivotRow];
        for (int column = 0; column < Size; column++)
            source[column] /= divisor;
        ReadOnlySpan<int> filled = Filled(source, 0);
        for (int row = 0; row < Size; row++)
        {
            if (row != pivotRow && direction[row] != 0.0)
                Combine(rows[row], source, -direction[row], filled);
        }
    }

    /// <summary>Inverts the basis of some variables anew, so that rounding does not build up.</summary>
    public void Invert(SimplexVariable[] variables, int[] basis)
    {
        if (matrix.Length < Size)
        {
            matrix = new double[rows.Length][];
            for (int row = 0; row < matrix.Length; row++)
                matrix[row] = new double[rows.Length];
        }

        for (int row = 0; row < Size; row++)
        {
            Array.Clear(matrix[row], 0, Size);
            Array.Clear(rows[row], 0, Size);
            rows[row][row] = 1.0;
        }

        for (int column = 0; column < Size; column++)
        {
            SimplexVariable variable = variables[basis[column]];
            for (int i = 0; i < variable.Entries; i++)
                matrix[variable.Rows[i]][column] += variable.Coefficients[i];
        }

        for (int column = 0; column < Size; column++)
            Eliminate(column);
    }

    private void Eliminate(int column)
    {
        int pivot = column;
        for (int row = column + 1; row < Size; row++)
        {
            if (Math.Abs(matrix[row][column]) > Math.Abs(matrix[pivot][column]))
                pivot = row;
        }

        (matrix[column], matrix[pivot]) = (matrix[pivot], matrix[column]);
        (rows[column], rows[pivot]) = (rows[pivot], rows[column]);
        double divisor = matrix[column][column];
        for (int k = 0; k < Size; k++)
        {
            matrix[column][k] /= divisor;
            rows[column][k] /= divisor;
        }

        ReadOnlySpan<int> filled = Filled(rows[column], 0);
        for (int row = 0; row < Size; row++)
        {
            if (row != column && matrix[row][column] != 0.0)
                Combine(rows[row], rows[column], -matrix[row][column], filled);
        }

        // What stands before the column has been eliminated and is zero.
        filled = Filled(matrix[column], column / Block * Block);
        for (int row = 0; row < Size; row++)
        {
            if (row != column && matrix[row][column] != 0.0)
                Combine(matrix[row], matrix[column], -matrix[row][column], filled);
        }
    }

    private ReadOnlySpan<int> Filled(double[] source, int from)
    {
        int count = 0;
        for (int column = from; column < Size; column += Block)
        {
            if (!Vector512.EqualsAll(Vector512.Create(source.AsSpan(column, Block)), Vector512<double>.Zero))
                blocks[count++] = column;
        }

        return blocks.AsSpan(0, count);
    }

    private static void Combine(double[] target, double[] source, double factor, ReadOnlySpan<int> filled)
    {
        Vector512<double> factors = Vector512.Create(factor);
        foreach (int column in filled)
            AddBlock(target, source, factors, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddBlock(double[] target, double[] source, Vector512<double> factors, int column)
    {
        ReadOnlySpan<double> added = source.AsSpan(column, Block);
        Span<double> sum = target.AsSpan(column, Block);
        (Vector512.Create<double>(sum) + (factors * Vector512.Create(added))).CopyTo(sum);
    }
}
