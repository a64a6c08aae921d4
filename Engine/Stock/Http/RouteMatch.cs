using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Workflows.Engine.Stock.Http;

/// <summary>Matches a request's path to the templates of endpoints; of several the most specific counts.</summary>
internal static class RouteMatch
{
    /// <summary>The best matching template and the values of its parameters; null when none matches.</summary>
    /// <param name="templates">Normalised, so parameters have lower-case names.</param>
    public static (string Template, ObjectValue Values)? Best(string path, IEnumerable<string> templates)
    {
        (string Template, ObjectValue Values)? best = null;
        var bestPrecedence = decimal.MaxValue;
        foreach (var template in templates.Distinct().Order(StringComparer.Ordinal))
        {
            if (Match(template, path, out var precedence) is not { } values || precedence >= bestPrecedence) continue;
            (best, bestPrecedence) = ((template, values), precedence);
        }

        return best;
    }

    private static ObjectValue? Match(string template, string path, out decimal precedence)
    {
        precedence = 0;
        try
        {
            var parsed = TemplateParser.Parse(template);
            var values = new RouteValueDictionary();
            if (!new TemplateMatcher(parsed, []).TryMatch(new PathString("/" + path.Trim('/')), values)) return null;
            precedence = RoutePrecedence.ComputeInbound(parsed);
            var data = new ObjectValue();
            foreach (var (name, value) in values) data[name.ToLowerInvariant()] = value?.ToString();
            return data;
        }
        catch (ArgumentException)
        {
            // No template: an odd path matches itself.
            return template.Equals(path, StringComparison.OrdinalIgnoreCase) ? [] : null;
        }
    }
}
