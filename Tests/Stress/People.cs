using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workflows.Tests.Support;

namespace Workflows.Stress;

/// <summary>Those who take part, signed in by the code in their mail.</summary>
internal sealed partial class People
{
    private readonly Dictionary<string, string> _tokens = [];

    public string TokenOf(string person) => _tokens[person];

    public async Task SignInAsync(Node node, SmtpServer smtp, params IEnumerable<string> who)
    {
        foreach (var person in who)
        {
            var email = $"{person}@example.test";
            (await node.Http.PostAsJsonAsync("api/sign-in/code", new { email })).EnsureSuccessStatusCode();
            var mail = await smtp.NextAsync(mail => mail.To.Contains(email) && Code().IsMatch(mail.Text), TimeSpan.FromMinutes(2));
            var answer = await node.Http.PostAsJsonAsync("api/sign-in", new { email, code = Code().Match(mail.Text).Groups["code"].Value });
            answer.EnsureSuccessStatusCode();
            _tokens[person] = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["accessToken"]!;
        }
    }

    [GeneratedRegex(@"^ +(?<code>\d{6,10})\s*$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
