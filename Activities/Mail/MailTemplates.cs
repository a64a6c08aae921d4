using HandlebarsDotNet;
using Workflows.Engine;

namespace Workflows.Activities.Mail;

/// <summary>The mail templates: those built in, and those in a folder, which win by name.</summary>
/// <remarks>
/// A template is a <c>.hbs</c> file with the parts <c>=== subject</c>, <c>=== html</c> and <c>=== text</c>, each after a line that names it. Files whose names start with an
/// underscore are pieces that the others use (<c>{{&gt; facts}}</c>); <c>_layout</c> goes around every mail. Values are escaped in the HTML part and stand as they are in the text.
/// </remarks>
public sealed class MailTemplates
{
    private const string Layout = "layout";

    // Compiling them takes longer than writing many mails; they are the same for everybody who has none of their own.
    private static readonly Lazy<MailTemplates> OnlyBuiltIn = new(() => new MailTemplates([]));

    // Two environments: what is escaped in one stands as it is in the other.
    private readonly IHandlebars _html = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = new HtmlEncoder() });
    private readonly IHandlebars _text = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true });
    private readonly Dictionary<string, Lazy<Compiled>> _templates = new(StringComparer.OrdinalIgnoreCase);
    private readonly Compiled _layout;

    private MailTemplates(IReadOnlyList<Source> own)
    {
        var sources = BuiltIn().Concat(own).GroupBy(source => source.Name, StringComparer.OrdinalIgnoreCase).Select(same => same.Last()).ToList();
        foreach (var piece in sources.Where(source => source.IsPiece))
        {
            _html.RegisterTemplate(piece.Name[1..], piece.Part("html"));
            _text.RegisterTemplate(piece.Name[1..], piece.Part("text"));
        }

        _layout = Compile(sources.Single(source => source.Name == "_" + Layout), hasSubject: false);
        foreach (var source in sources.Where(source => !source.IsPiece))
        {
            var compiled = new Lazy<Compiled>(() => Compile(source, hasSubject: true));
            // One's own templates are compiled at once, so that a mistake is met at the start and not with the first mail.
            if (!source.IsBuiltIn) _ = compiled.Value;
            _templates.Add(source.Name, compiled);
        }

        Names = [.. _templates.Keys.Order()];
    }

    /// <param name="folder">A folder with templates of one's own; null or missing is none.</param>
    /// <exception cref="SettingException">A template in the folder cannot be read; the message names the file and what is wrong.</exception>
    public static MailTemplates With(string? folder) => InFolder(folder).ToList() is { Count: > 0 } own ? new MailTemplates(own) : OnlyBuiltIn.Value;

    /// <summary>What <see cref="MailComposer.Compose"/> takes: digest, notice, outcome, reminder, sign-in-code, task, and the folder's own.</summary>
    public IReadOnlyList<string> Names { get; }

    internal string Subject(string template, Dictionary<string, object?> model) => MailComposer.OneLine(Find(template).Subject!(model));

    internal ComposedMail Render(string template, Dictionary<string, object?> model)
    {
        var found = Find(template);
        var subject = Subject(template, model);
        var inside = new Dictionary<string, object?>(model) { ["subject"] = subject };
        var html = new Dictionary<string, object?>(inside) { ["body"] = found.Html(inside) };
        var text = new Dictionary<string, object?>(inside) { ["body"] = found.Text(inside) };
        return new ComposedMail(subject, _layout.Text(text), _layout.Html(html));
    }

    private Compiled Find(string template) => _templates.TryGetValue(template, out var found)
        ? found.Value
        : throw new ArgumentException($"There is no mail template '{template}'. There are: {string.Join(", ", Names)}.");

    private Compiled Compile(Source source, bool hasSubject)
    {
        try
        {
            return new Compiled(hasSubject ? Use(_text, source.Part("subject")) : null, Use(_html, source.Part("html")), Use(_text, source.Part("text")));
        }
        catch (HandlebarsException failure)
        {
            throw new SettingException($"Mail template {source.Origin}: {failure.Message}", failure);
        }

        static Func<Dictionary<string, object?>, string> Use(IHandlebars handlebars, string part)
        {
            var template = handlebars.Compile(part);
            return model => template(model);
        }
    }

    private static IEnumerable<Source> BuiltIn()
    {
        const string folder = ".Mail.Templates.";
        var assembly = typeof(MailTemplates).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.Contains(folder) && name.EndsWith(".hbs")))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[(resource.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..^".hbs".Length];
            yield return new Source(name, resource, IsBuiltIn: true, Parts(resource, reader.ReadToEnd()));
        }
    }

    private static IEnumerable<Source> InFolder(string? folder)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (var file in Directory.EnumerateFiles(folder, "*.hbs").Order())
        {
            yield return new Source(Path.GetFileNameWithoutExtension(file), file, IsBuiltIn: false, Parts(file, File.ReadAllText(file)));
        }
    }

    private static Dictionary<string, string> Parts(string origin, string content)
    {
        var parts = new Dictionary<string, List<string>>();
        List<string>? part = null;
        foreach (var (line, number) in content.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (line, index + 1)))
        {
            if (line.StartsWith("=== "))
            {
                if (!parts.TryAdd(line[4..].Trim(), part = [])) throw new SettingException($"Mail template {origin}, line {number}: the part '{line[4..].Trim()}' is there twice.");
            }
            else if (part is not null)
            {
                part.Add(line);
            }
            else if (line.Trim().Length > 0)
            {
                throw new SettingException($"Mail template {origin}, line {number}: a template starts with a part: '=== subject', '=== html' or '=== text'.");
            }
        }

        return parts.ToDictionary(found => found.Key, found => string.Join('\n', found.Value).Trim('\n'));
    }

    private sealed record Source(string Name, string Origin, bool IsBuiltIn, Dictionary<string, string> Parts)
    {
        public bool IsPiece => Name.StartsWith('_');

        public string Part(string name) =>
            Parts.GetValueOrDefault(name) ?? throw new SettingException($"Mail template {Origin}: the part '=== {name}' is missing.");
    }

    private sealed record Compiled(Func<Dictionary<string, object?>, string>? Subject, Func<Dictionary<string, object?>, string> Html, Func<Dictionary<string, object?>, string> Text);
}
