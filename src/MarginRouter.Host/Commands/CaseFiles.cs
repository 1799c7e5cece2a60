using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Commands;

/// <summary>Files that the margin commands read: their failures are bad input.</summary>
internal static class CaseFiles
{
    /// <summary>All rule sets of a configuration folder; throws with every error when one of them is bad.</summary>
    public static ImmutableDictionary<string, MarginRuleSet> RuleSets(string folder)
    {
        ConfigurationErrors faults = new();
        ImmutableDictionary<string, MarginRuleSet> ruleSets = MarginRuleSetFiles.Load(folder, faults);
        if (!faults.IsEmpty)
            throw new ConfigurationException(faults.All);
        return ruleSets;
    }

    /// <summary>The bytes of a file.</summary>
    public static byte[] Bytes(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(exception.Message);
        }
    }

    /// <summary>What was read, or every error.</summary>
    public static T Required<T>(T? read, ImmutableArray<RuleSetError> errors)
        where T : class => read ?? throw new ConfigurationException([.. errors.Select(error => error.ToString())]);
}
