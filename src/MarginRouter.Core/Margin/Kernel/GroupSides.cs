using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Requirements of all contracts on one underlying, longs and shorts apart.</summary>
internal struct GroupSides<T>
    where T : struct, INumber<T>
{
    private T longMaintenance;
    private T shortMaintenance;
    private T longBeside;
    private T shortBeside;
    private T longInitial;
    private T shortInitial;

    /// <summary>True when the longs require at least as much maintenance margin as the shorts.</summary>
    public readonly bool LongsLead => longMaintenance >= shortMaintenance;

    /// <summary>Adds a contract.</summary>
    public void Add(in ContractPiece<T> piece)
    {
        if (piece.IsLong)
        {
            longMaintenance += piece.Maintenance;
            longBeside += piece.Beside;
            longInitial += piece.Initial;
        }
        else
        {
            shortMaintenance += piece.Maintenance;
            shortBeside += piece.Beside;
            shortInitial += piece.Initial;
        }
    }

    /// <summary>Takes a contract out again.</summary>
    public void Remove(in ContractPiece<T> piece)
    {
        if (piece.IsLong)
        {
            longMaintenance -= piece.Maintenance;
            longBeside -= piece.Beside;
            longInitial -= piece.Initial;
        }
        else
        {
            shortMaintenance -= piece.Maintenance;
            shortBeside -= piece.Beside;
            shortInitial -= piece.Initial;
        }
    }

    /// <summary>What is required of the group: of one underlying only the larger side where the rules net, else all.</summary>
    public readonly void Required(bool nets, out T maintenance, out T beside, out T initial)
    {
        if (!nets)
        {
            maintenance = longMaintenance + shortMaintenance;
            beside = longBeside + shortBeside;
            initial = longInitial + shortInitial;
            return;
        }

        maintenance = LongsLead ? longMaintenance : shortMaintenance;
        beside = LongsLead ? longBeside : shortBeside;
        initial = T.Max(longInitial, shortInitial);
    }
}
