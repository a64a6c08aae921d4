using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Workflows.Engine;

/// <summary>Reads settings into objects.</summary>
public static partial class Settings
{
    /// <summary>A section of the configuration; what it does not say keeps its default.</summary>
    /// <exception cref="SettingException">A value is not of its kind, or there is no such setting.</exception>
    public static T Read<T>(this IConfiguration configuration, string section)
        where T : new()
    {
        var settings = new T();
        configuration.ReadInto(section, settings);
        return settings;
    }

    /// <summary>Sets what a section of the configuration says; the rest stays as it is.</summary>
    /// <exception cref="SettingException">A value is not of its kind, or there is no such setting.</exception>
    public static void ReadInto(this IConfiguration configuration, string section, object settings)
    {
        var given = configuration.GetSection(section);
        CheckNames(given, settings.GetType());
        Explained(() =>
        {
            // Without it a value in a list that cannot be read is left out, and nobody hears of it.
            given.Bind(settings, binder => binder.ErrorOnUnknownConfiguration = true);
            return true;
        });
    }

    /// <summary>One value, or what holds without it.</summary>
    /// <exception cref="SettingException">It is not of its kind.</exception>
    public static T Read<T>(this IConfiguration configuration, string key, T otherwise) => Explained(() => configuration.GetValue(key, otherwise)!);

    private static void CheckNames(IConfigurationSection section, Type type)
    {
        var known = type.GetProperties().Where(property => property.CanWrite).ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var given in section.GetChildren())
        {
            if (!known.TryGetValue(given.Key, out var kind)) throw new SettingException($"{given.Path} is no setting. The section {section.Path} has {string.Join(", ", known.Keys)}.");
            if (kind.IsGenericType && kind.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            {
                foreach (var one in given.GetChildren()) CheckNames(one, kind.GenericTypeArguments[1]);
            }
            else if (kind.Assembly == type.Assembly)
            {
                CheckNames(given, kind);
            }
        }
    }

    private static T Explained<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException failure)
        {
            var cause = failure.InnerException as InvalidOperationException ?? failure;
            throw new SettingException(
                Unconverted().Match(cause.Message) is { Success: true } said ? $"{said.Groups["key"].Value} is '{said.Groups["value"].Value}'. Write {Kind(said.Groups["type"].Value)}." : cause.Message, failure);
        }
    }

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when type.Contains("Int32", StringComparison.Ordinal) => "a whole number",
        _ when type.Contains("Double", StringComparison.Ordinal) => "a number, such as 0.5",
        _ when type.Contains("TimeSpan", StringComparison.Ordinal) => "a duration, such as 00:01:00",
        _ => $"a value of the type {type}",
    };

    // What the binder says of a value that it cannot convert.
    [GeneratedRegex("^Failed to convert configuration value '(?<value>.*)' at '(?<key>[^']+)' to type '(?<type>[^']+)'", RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Unconverted();
}
