using MarginRouter.Core.Routing.Search.Lots;

namespace MarginRouter.Core.Routing.Search.Relaxation;

/// <summary>
/// The relaxation's first point and basis: the books and the routes to them merged by price, as if no limit joined two routes. Where
/// none does, it is the solution; elsewhere the simplex method begins from here.
/// </summary>
internal sealed class MergedStart
{
    private readonly (double Slope, double Width, int Route)[][] ladders;
    private readonly PiecewiseCost[] books;
    private readonly int[] step;
    private readonly int[] piece;
    private readonly double[] stepLeft;
    private readonly double[] pieceLeft;
    private readonly double[] price;

    public MergedStart(SplitProblem problem, PiecewiseCost[] books, PiecewiseCost[] routes)
    {
        this.books = books;
        ladders = new (double, double, int)[books.Length][];
        for (int venue = 0; venue < books.Length; venue++)
            ladders[venue] = Ladder(problem, routes, venue);
        step = new int[books.Length];
        piece = new int[books.Length];
        stepLeft = new double[books.Length];
        pieceLeft = new double[books.Length];
        price = new double[books.Length];
        Shares = new double[routes.Length];
        Totals = new double[books.Length];
    }

    /// <summary>By route, what it takes.</summary>
    public double[] Shares { get; }

    /// <summary>By venue, what is taken from it.</summary>
    public double[] Totals { get; }

    /// <summary>What is left over when all has been taken that there is.</summary>
    public double Left { get; private set; }

    /// <summary>The venue that was taken from last; -1 when there is something left.</summary>
    public int LastVenue { get; private set; }

    /// <summary>The route by which a venue would go on; -1 when none is left.</summary>
    public int RouteAt(int venue) => step[venue] < ladders[venue].Length ? ladders[venue][step[venue]].Route : -1;

    /// <summary>True when a venue stands inside a piece of its book, or where no route has begun.</summary>
    public bool IsInsideBook(int venue) => step[venue] >= ladders[venue].Length || stepLeft[venue] == ladders[venue][step[venue]].Width;

    /// <summary>Merges until so much is taken.</summary>
    public void Run(double wanted)
    {
        Array.Clear(Shares);
        Array.Clear(Totals);
        for (int venue = 0; venue < books.Length; venue++)
        {
            (step[venue], piece[venue]) = (0, 0);
            stepLeft[venue] = ladders[venue].Length > 0 ? ladders[venue][0].Width : 0.0;
            pieceLeft[venue] = books[venue].Knots[1];
            SetPrice(venue);
        }

        Left = wanted;
        LastVenue = -1;
        while (Left > 0.0)
        {
            int venue = Cheapest();
            if (double.IsPositiveInfinity(price[venue]))
            {
                LastVenue = -1;
                return;
            }

            LastVenue = venue;
            Take(venue);
        }
    }

    private void Take(int venue)
    {
        double taken = Math.Min(Left, Math.Min(stepLeft[venue], pieceLeft[venue]));
        Shares[RouteAt(venue)] += taken;
        Totals[venue] += taken;
        if (taken >= Left)
        {
            Left = 0.0;
            return;
        }

        Left -= taken;
        bool endsStep = taken >= stepLeft[venue];
        bool endsPiece = taken >= pieceLeft[venue];
        stepLeft[venue] -= taken;
        pieceLeft[venue] -= taken;
        if (endsStep && ++step[venue] < ladders[venue].Length)
            stepLeft[venue] = ladders[venue][step[venue]].Width;
        if (endsPiece)
        {
            Totals[venue] = books[venue].Knots[++piece[venue]];
            pieceLeft[venue] = piece[venue] < books[venue].Slopes.Length ? books[venue].Knots[piece[venue] + 1] - books[venue].Knots[piece[venue]] : 0.0;
        }

        SetPrice(venue);
    }

    private void SetPrice(int venue)
    {
        bool isOver = step[venue] >= ladders[venue].Length || piece[venue] >= books[venue].Slopes.Length || books[venue].Most <= 0.0;
        price[venue] = isOver ? double.PositiveInfinity : books[venue].Slopes[piece[venue]] + ladders[venue][step[venue]].Slope;
    }

    private int Cheapest()
    {
        int cheapest = 0;
        for (int venue = 1; venue < price.Length; venue++)
            cheapest = price[venue] < price[cheapest] ? venue : cheapest;
        return cheapest;
    }

    private static (double Slope, double Width, int Route)[] Ladder(SplitProblem problem, PiecewiseCost[] routes, int venue)
    {
        List<(double Slope, double Width, int Route)> ladder = [];
        for (int route = 0; route < routes.Length; route++)
        {
            if (problem.VenueOf[route] != venue)
                continue;
            for (int i = 0; i < routes[route].Slopes.Length; i++)
            {
                double width = routes[route].Knots[i + 1] - routes[route].Knots[i];
                if (width > 0.0)
                    ladder.Add((routes[route].Slopes[i], width, route));
            }
        }

        return [.. ladder.OrderBy(one => one.Slope).ThenBy(one => one.Route)];
    }
}
