using MarginRouter.Fix.Dictionaries;

namespace MarginRouter.Fix.Settings;

/// <summary>Reads a session's version and what its messages are judged by.</summary>
internal static class SettingsVersionReader
{
    private const string Transport = "FIXT.1.1";

    public static (string BeginString, string? ApplicationVersion) Read(SettingsSection section)
    {
        string beginString = section.Text("BeginString");
        if (beginString is not (Transport or "FIX.4.2" or "FIX.4.4" or ""))
            section.Fault("BeginString", $"BeginString {beginString} is not spoken: FIX.4.2, FIX.4.4 and {Transport} are");
        if (beginString != Transport)
        {
            if (section.Has("DefaultApplVerID"))
                section.Fault("DefaultApplVerID", $"DefaultApplVerID is for BeginString {Transport}");
            return (beginString, null);
        }

        string name = section.Text("DefaultApplVerID");
        if (name.Length > 0 && FixApplicationVersion.Of(name) is null)
            section.Fault("DefaultApplVerID", $"DefaultApplVerID {name} is not spoken: FIX.5.0SP2 (9), FIX.4.4 (6) and FIX.4.2 (4) are");
        return (beginString, FixApplicationVersion.Of(name) ?? FixApplicationVersion.Fix50Sp2);
    }

    public static FixValidationOptions? Validation(SettingsSection section, string beginString, string? application)
    {
        bool validates = section.Flag("UseDataDictionary", fallback: true);
        FixDictionary? dictionary = beginString == Transport ? OverTransport(section, application) : Plain(section, beginString);
        bool allowsUserDefined = !section.Flag("ValidateUserDefinedFields", fallback: true);
        bool allowsUnknown = section.Flag("AllowUnknownMsgFields", fallback: false);
        bool checksOrder = section.Flag("ValidateFieldsOutOfOrder", fallback: true);
        if (!validates || dictionary is null)
            return null;
        return new FixValidationOptions
        {
            Dictionary = dictionary,
            AllowUserDefinedFields = allowsUserDefined,
            AllowUnknownFields = allowsUnknown,
            CheckFieldOrder = checksOrder,
        };
    }

    private static FixDictionary? Plain(SettingsSection section, string beginString)
    {
        foreach (string key in (string[])["TransportDataDictionary", "AppDataDictionary"])
        {
            if (section.Has(key))
                section.Fault(key, $"{key} is for BeginString {Transport}; here it is DataDictionary");
        }

        if (section.Has("DataDictionary"))
            return File(section, "DataDictionary");
        return beginString is "FIX.4.2" or "FIX.4.4" ? FixStandardDictionary.For(beginString) : null;
    }

    private static FixDictionary? OverTransport(SettingsSection section, string? application)
    {
        if (section.Has("DataDictionary"))
            section.Fault("DataDictionary", $"with BeginString {Transport} it is TransportDataDictionary and AppDataDictionary");
        FixDictionary? messages = section.Has("AppDataDictionary") ? File(section, "AppDataDictionary") : BuiltIn(application);
        FixDictionary? transport = section.Has("TransportDataDictionary") ? File(section, "TransportDataDictionary") : FixStandardDictionary.Read(Transport);
        return messages is null || transport is null ? null : messages.Within(transport);
    }

    private static FixDictionary BuiltIn(string? application) => FixStandardDictionary.Read(application switch
    {
        FixApplicationVersion.Fix42 => "FIX.4.2",
        FixApplicationVersion.Fix44 => "FIX.4.4",
        _ => "FIX.5.0SP2",
    });

    private static FixDictionary? File(SettingsSection section, string key)
    {
        try
        {
            return FixDictionaryReader.ReadFile(section.Text(key));
        }
        catch (FixDictionaryException error)
        {
            section.Fault(key, $"{key}: {error.Message}");
            return null;
        }
    }
}
