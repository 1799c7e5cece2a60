using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>What open orders of contracts are reserved for, by the venue's own rule.</summary>
internal static class OrderReservation
{
    /// <summary>Adds initial margin, and where the rules say so maintenance margin, fees and losses, of all open orders.</summary>
    public static void Add(MarginBook book, ContractMargin[] margins, BookTally tally)
    {
        foreach (BookPosition position in book.Positions.Where(position => !position.IsSpot))
        {
            ReservedOrder[] orders = [.. book.Orders.Where(order => order.Instrument == position.Instrument).Select(order => Of(book, position, order, tally))];
            if (orders.Length == 0)
                continue;
            if (book.Book.Orders == OrderNetting.Refused)
                tally.Miss(RefusalReason.TierMissing, $"reservation of open orders of {position.Instrument} in {book.Rules.Name}");
            decimal held = margins.FirstOrDefault(margin => margin.Position == position)?.Initial ?? 0m;
            tally.Initial += Netted(book.Book.Orders, position.Quantity < 0m ? -held : held, orders) - held;
            foreach (ReservedOrder order in orders)
            {
                tally.AddEquity($"orderLoss {position.Instrument}", -order.Loss);
                tally.AddEquity($"openingFee {position.Instrument}", -order.OpeningFee);
                tally.AddMaintenance($"orderMargin {position.Instrument}", order.Maintenance);
                tally.AddBeside($"closingFee order {position.Instrument}", order.Beside);
            }
        }
    }

    /// <summary>What position and orders need together, given the position's own signed need.</summary>
    private static decimal Netted(OrderNetting netting, decimal held, ReservedOrder[] orders)
    {
        decimal buys = orders.Where(order => order.Side == Side.Buy).Sum(order => order.Initial);
        decimal sells = orders.Where(order => order.Side == Side.Sell).Sum(order => order.Initial);
        return netting switch
        {
            OrderNetting.All => Math.Abs(held) + buys + sells,
            OrderNetting.LargerSide => Math.Max(Math.Abs(held + buys), Math.Abs(held - sells)),
            OrderNetting.LargerGross => held >= 0m ? Math.Max(held + buys, sells) : Math.Max(sells - held, buys),
            OrderNetting.Refused => Math.Abs(held),
        };
    }

    private static ReservedOrder Of(MarginBook book, BookPosition position, CaseOrder order, BookTally tally)
    {
        decimal price = Assumed(book, position, order);
        decimal value = position.Value(order.Quantity, price);
        bool bought = order.Side == Side.Buy;
        decimal opening = book.Book.OpeningFee || book.Book.OrderMaintenance ? value * ContractMargin.Taker(book, tally) : 0m;
        decimal closing = ContractMargin.ClosingFee(book, position, value, bought, tally);
        bool within = book.Book.ClosingFee == ClosingFeeRule.AtBankruptcy;
        decimal initial = ContractMargin.InitialOf(book, position, order.Quantity, price, tally)
            + (book.Book.OpeningFee ? opening : 0m) + (within ? closing : 0m);
        decimal loss = book.Book.OrderLoss
            ? Math.Max(0m, -position.Profit(bought ? order.Quantity : -order.Quantity, order.Price, position.Mark ?? order.Price))
            : 0m;
        bool kept = book.Book.OrderMaintenance;
        return new ReservedOrder(
            order.Side,
            tally.Value(position.Settlement, initial),
            tally.Value(position.Settlement, loss),
            tally.Value(position.Settlement, kept ? opening : 0m),
            tally.Value(position.Settlement, kept ? ContractMargin.MaintenanceOf(book, position, order.Quantity, price, tally) : 0m),
            tally.Value(position.Settlement, kept && !within ? closing : 0m));
    }

    private static decimal Assumed(MarginBook book, BookPosition position, CaseOrder order)
    {
        decimal highest = 0m;
        foreach (AssumedPrice assumed in order.Side == Side.Buy ? book.Rules.Orders.BuyPrice : book.Rules.Orders.SellPrice)
        {
            decimal price = assumed.Of switch
            {
                AssumedPriceKind.Limit => order.Price,
                AssumedPriceKind.Mark => position.Mark ?? order.Price,
            };
            highest = Math.Max(highest, price * assumed.Times);
        }

        return highest;
    }

    private sealed record ReservedOrder(
        Side Side,
        decimal Initial,
        decimal Loss,
        decimal OpeningFee,
        decimal Maintenance,
        decimal Beside);
}
