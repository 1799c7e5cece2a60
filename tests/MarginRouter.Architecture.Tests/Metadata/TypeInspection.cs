using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MarginRouter.Architecture.Tests.Metadata;

/// <summary>Collects the facts about one type definition into those of its outermost type.</summary>
internal sealed class TypeInspection(PEReader file, MetadataReader reader, Dictionary<string, TypeFacts> types)
{
    public void Inspect(TypeDefinitionHandle handle)
    {
        TypeDefinition definition = reader.GetTypeDefinition(handle);
        TypeFacts facts = FactsOf(handle);
        string name = NamedTypes.Plain(reader.GetString(definition.Name));
        string? baseType = definition.BaseType.IsNil ? null : NameOf(definition.BaseType);
        if (AssemblyFacts.Written(name))
            InspectShape(facts, definition, name, baseType);
        if (baseType is not null)
            AddTypes(facts, definition.BaseType, "base");
        foreach (InterfaceImplementationHandle implementation in definition.GetInterfaceImplementations())
            AddTypes(facts, reader.GetInterfaceImplementation(implementation).Interface, "interface");
        foreach (FieldDefinitionHandle field in definition.GetFields())
            InspectField(facts, reader.GetFieldDefinition(field), name, baseType == "System.Enum");
        foreach (PropertyDefinitionHandle property in definition.GetProperties())
            facts.Own.Add(reader.GetString(reader.GetPropertyDefinition(property).Name));
        foreach (MethodDefinitionHandle method in definition.GetMethods())
            InspectMethod(facts, reader.GetMethodDefinition(method));
    }

    private static void InspectShape(TypeFacts facts, TypeDefinition definition, string name, string? baseType)
    {
        facts.WrittenNames.Add(name);
        facts.Own.Add(name);
        bool isClass = baseType is not null and not ("System.ValueType" or "System.Enum" or "System.MulticastDelegate");
        bool closed = (definition.Attributes & (TypeAttributes.Sealed | TypeAttributes.Abstract)) != 0;
        if (isClass && !closed)
            facts.OpenClasses.Add(name);
    }

    private void InspectField(TypeFacts facts, FieldDefinition field, string owner, bool inEnum)
    {
        string name = reader.GetString(field.Name);
        ImmutableHashSet<string> signature = field.DecodeSignature(NamedTypes.Instance, null);
        facts.Own.Add(name);
        Add(facts, signature, $"field {name}");
        bool literal = (field.Attributes & FieldAttributes.Literal) != 0;
        if (inEnum && literal)
            facts.EnumValues[$"{owner}.{name}"] = ReadNumber(field);
        if ((field.Attributes & FieldAttributes.Static) == 0 || literal || !AssemblyFacts.Written(owner))
            return;

        // A property of its own is written `<Name>k__BackingField`: what counts is whether it can be assigned.
        bool assignable = (field.Attributes & FieldAttributes.InitOnly) == 0;
        bool growing = signature.Any(type => type.StartsWith("System.Collections.Generic.", StringComparison.Ordinal)
            && !type.Contains(".IReadOnly", StringComparison.Ordinal)
            && !type.Contains("Compar", StringComparison.Ordinal));
        if (assignable || growing)
            facts.MutableStatics.Add(name);
    }

    private decimal ReadNumber(FieldDefinition field)
    {
        Constant constant = reader.GetConstant(field.GetDefaultValue());
        BlobReader blob = reader.GetBlobReader(constant.Value);
        return Convert.ToDecimal(blob.ReadConstant(constant.TypeCode), System.Globalization.CultureInfo.InvariantCulture);
    }

    private void InspectMethod(TypeFacts facts, MethodDefinition method)
    {
        string name = reader.GetString(method.Name);
        facts.Own.Add(name);
        Add(facts, NamedTypes.Of(method.DecodeSignature(NamedTypes.Instance, null)), $"signature of {name}");
        if (method.RelativeVirtualAddress == 0)
            return;
        MethodBodyBlock body = file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            ImmutableArray<ImmutableHashSet<string>> locals =
                reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(NamedTypes.Instance, null);
            foreach (ImmutableHashSet<string> local in locals)
                Add(facts, local, $"local of {name}");
        }

        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            if (!region.CatchType.IsNil)
                AddTypes(facts, region.CatchType, $"catch in {name}");
        }

        (List<EntityHandle> named, bool floatingPoint) = InstructionReader.Read(body.GetILBytes());
        if (floatingPoint)
            facts.FloatingPoint.Add($"instruction in {name}");
        foreach (EntityHandle handle in named)
            AddNamed(facts, handle, $"use in {name}");
    }

    private void AddNamed(TypeFacts facts, EntityHandle handle, string place)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                MethodSpecification specification = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                foreach (ImmutableHashSet<string> argument in specification.DecodeSignature(NamedTypes.Instance, null))
                    Add(facts, argument, place);
                AddNamed(facts, specification.Method, place);
                break;
            case HandleKind.MemberReference:
                AddMember(facts, reader.GetMemberReference((MemberReferenceHandle)handle), place);
                break;
            case HandleKind.MethodDefinition:
                MethodDefinition method = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                facts.Types.Add(NamedTypes.NameOf(reader, method.GetDeclaringType()));
                Add(facts, NamedTypes.Of(method.DecodeSignature(NamedTypes.Instance, null)), place);
                break;
            case HandleKind.FieldDefinition:
                FieldDefinition field = reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                facts.Types.Add(NamedTypes.NameOf(reader, field.GetDeclaringType()));
                Add(facts, field.DecodeSignature(NamedTypes.Instance, null), place);
                break;
            default:
                AddTypes(facts, handle, place);
                break;
        }
    }

    private void AddMember(TypeFacts facts, MemberReference member, string place)
    {
        AddTypes(facts, member.Parent, place);
        facts.Members.Add($"{NameOf(member.Parent)}.{reader.GetString(member.Name)}");
        Add(
            facts,
            member.GetKind() == MemberReferenceKind.Method
                ? NamedTypes.Of(member.DecodeMethodSignature(NamedTypes.Instance, null))
                : member.DecodeFieldSignature(NamedTypes.Instance, null),
            place);
    }

    private void AddTypes(TypeFacts facts, EntityHandle handle, string place) => Add(facts, TypesOf(handle), place);

    private static void Add(TypeFacts facts, ImmutableHashSet<string> named, string place)
    {
        facts.Types.UnionWith(named);
        if (named.Contains("System.Double") || named.Contains("System.Single"))
            facts.FloatingPoint.Add(place);
    }

    private ImmutableHashSet<string> TypesOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => [NamedTypes.NameOf(reader, (TypeDefinitionHandle)handle)],
        HandleKind.TypeReference => [NamedTypes.NameOf(reader, (TypeReferenceHandle)handle)],
        HandleKind.TypeSpecification =>
            reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(NamedTypes.Instance, null),
        _ => throw new InvalidDataException($"{handle.Kind} is no type"),
    };

    private string NameOf(EntityHandle handle)
    {
        if (handle.Kind != HandleKind.TypeSpecification)
            return TypesOf(handle).Single();
        BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return "(constructed)";
        blob.ReadCompressedInteger();
        return TypesOf(blob.ReadTypeHandle()).Single();
    }

    private TypeFacts FactsOf(TypeDefinitionHandle handle)
    {
        string owner = NamedTypes.NameOf(reader, handle);
        if (types.TryGetValue(owner, out TypeFacts? facts))
            return facts;
        TypeDefinitionHandle outer = handle;
        while (reader.GetTypeDefinition(outer).IsNested)
            outer = reader.GetTypeDefinition(outer).GetDeclaringType();
        TypeDefinition definition = reader.GetTypeDefinition(outer);
        facts = new TypeFacts(
            reader.GetString(definition.Namespace),
            NamedTypes.Plain(reader.GetString(definition.Name)),
            definition.Attributes,
            definition.BaseType.IsNil ? null : NameOf(definition.BaseType));
        types.Add(owner, facts);
        return facts;
    }
}
