namespace MarginRouter.Core.Routing.Transfers;

/// <summary>By which way collateral would move. The numbers are stable: they stand in journals.</summary>
public enum TransferKind
{
    /// <summary>Between accounts of one operator, inside its own books.</summary>
    Internal = 1,

    /// <summary>Withdrawn on a chain and deposited elsewhere.</summary>
    OnChain = 2,

    /// <summary>Paid out through a bank.</summary>
    Wire = 3,
}
