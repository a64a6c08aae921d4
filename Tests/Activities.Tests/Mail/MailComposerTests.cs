using System.Net;
using System.Text.Json;
using Workflows.Activities.Mail;

namespace Workflows.Activities.Tests.Mail;

public sealed class MailComposerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("templates").FullName;

    private static readonly MailContent Task = new()
    {
        Reference = "LV-2026-00042",
        Subject = "Leave for Emma: please decide",
        Heading = "Emma asks for 3 days of leave",
        Intro = ["Please decide until Thursday."],
        Facts = [new("First day", "25 Feb 2026"), new("Reason", "A <b>visit</b> & more")],
        Comment = new("Emma", "First line\nSecond <line>"),
        Buttons = [new("Approve", "https://example.com/a/1?x=1&y=2"), new("Reject", "https://example.com/a/2", MailButtonStyle.Danger)],
        Note = "Until Thursday, 17:00.",
        Why = "You are Emma's manager.",
        RequestUrl = "https://example.com/requests/42",
    };

    [Fact]
    public void Names_BuiltIn_AreTheSix()
    {
        Composer().TemplateNames.ShouldBe(["digest", "notice", "outcome", "reminder", "sign-in-code", "task"]);
    }

    [Theory]
    [InlineData("task")]
    [InlineData("reminder")]
    [InlineData("outcome")]
    [InlineData("notice")]
    public void Compose_AnyTemplate_SaysTheSameInBothParts(string template)
    {
        var mail = Composer().Compose(template, Task);

        mail.Subject.ShouldBe("[LV-2026-00042] Leave for Emma: please decide");
        foreach (var text in new[] { "Emma asks for 3 days of leave", "Please decide until Thursday.", "25 Feb 2026", "Emma wrote:", "Until Thursday, 17:00.", "https://example.com/requests/42" })
        {
            mail.Text.ShouldContain(text);
            mail.Html.ShouldContain(text);
        }

        mail.Text.ShouldContain("Approve: https://example.com/a/1?x=1&y=2\nReject: https://example.com/a/2\n");
        WebUtility.HtmlDecode(mail.Html).ShouldContain("href=\"https://example.com/a/1?x=1&y=2\"");
        mail.Html.ShouldNotContain("x=1&y=2");
    }

    [Fact]
    public void Compose_WhatPeopleTyped_IsEscapedInHtmlOnly()
    {
        var mail = Composer().Compose("task", Task);

        mail.Html.ShouldContain("A &lt;b&gt;visit&lt;/b&gt; &amp; more");
        mail.Html.ShouldContain("First line<br>Second &lt;line&gt;");
        mail.Text.ShouldContain("Reason: A <b>visit</b> & more\n");
        mail.Text.ShouldContain("> First line\n> Second <line>\n");
    }

    [Fact]
    public void OneLine_EveryLetter_StaysUnlessItMakesALineOrTurnsTheReading()
    {
        foreach (var letter in Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code))
        {
            var isGap = char.IsWhiteSpace(letter) || char.IsControl(letter) || "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069".Contains(letter);
            MailComposer.OneLine($"a{letter}b").ShouldBe(isGap ? "a b" : $"a{letter}b", $"U+{(int)letter:X4}");
        }

        MailComposer.OneLine(" a  b\t \n c ").ShouldBe("a b c");
    }

    [Fact]
    public void Compose_HostileTexts_MakeNoLinesAndNoMarkup()
    {
        const string evil = "x\r\nApprove: https://evil.example/\u2028<script>alert(1)</script>{{brand}}\u202E\0";
        var mail = Composer().Compose("task", Task with
        {
            Reference = evil, Subject = evil, Heading = evil, Preheader = evil, Badge = evil, Facts = [new(evil, evil)], Comment = new(evil, evil), Buttons = [new(evil, "https://example.com/")], Note = evil, Why = evil, Intro = [evil],
        });

        mail.Subject.ShouldNotContain("\n");
        mail.Subject.ShouldNotContain("\r");
        mail.Text.Split('\n').ShouldNotContain(line => line.StartsWith("Approve:"));
        mail.Text.ShouldNotContain("\u2028");
        mail.Text.ShouldContain("{{brand}}");
        mail.Html.ShouldNotContain("<script");
        mail.Html.ShouldNotContain("\u202E");
    }

    [Fact]
    public void Compose_NoReference_HasNoBrackets()
    {
        var mail = Composer().Compose("notice", new MailContent { Subject = "Hello", Heading = "Hello" });

        mail.Subject.ShouldBe("Hello");
        mail.Html.ShouldNotContain("Request ");
        mail.Text.ShouldBe("Hello\n\n--\nThis message was sent automatically. Replies are not read.\n");
    }

    [Fact]
    public void Compose_Indonesian_SpeaksIt()
    {
        var mail = Composer().Compose("reminder", Task with { Language = "id" });

        mail.Html.ShouldContain("<html lang=\"id\">");
        mail.Html.ShouldContain("Pengingat");
        mail.Text.ShouldContain("Pesan ini dikirim otomatis.");
        mail.Text.ShouldNotContain("Reminder");
    }

    [Fact]
    public void Texts_BothLanguages_HaveTheSame() => MailTexts.Missing().ShouldBeEmpty();

    [Fact]
    public void Compose_DefaultBadges_AreTheTemplates()
    {
        Composer().Compose("task", Task).Text.ShouldStartWith("[Your decision]\n");
        Composer().Compose("reminder", Task).Html.ShouldContain("class=\"badge-attention\"");
        Composer().Compose("outcome", Task with { Badge = "Approved", Tone = MailTone.Good }).Html.ShouldContain("class=\"badge-good\"");
    }

    // Handlebars.Net does not give back the context of a piece that gets values of its own ({{> head badge=...}}): 10 kB with each mail that stay until the older generations are collected.
    [Fact]
    public void BuiltIn_Pieces_GetNoValuesOfTheirOwn()
    {
        var assembly = typeof(MailComposer).Assembly;
        var templates = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".hbs", StringComparison.Ordinal)).ToList();

        templates.ShouldNotBeEmpty();
        foreach (var template in templates)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(template)!);
            reader.ReadToEnd().ShouldNotMatch(@"\{\{>[^}]*=", template);
        }
    }

    [Fact]
    public void Compose_Html_LoadsNothingFromOutside()
    {
        var html = Composer().Compose("task", Task).Html;

        html.ShouldNotContain("<img");
        html.ShouldNotContain("<link");
        html.ShouldNotContain("url(");
        html.ShouldNotContain("@import");
    }

    [Fact]
    public void SignInCode_Subject_DoesNotHoldTheCode()
    {
        var message = Composer().SignInCode(new MailRecipient("emma@example.com"), "en", "482913", TimeSpan.FromMinutes(10)).ToMessage("a");
        var mail = Composer().Write(message.Payload);

        message.Subject.ShouldBe("Your sign-in code");
        mail.Subject.ShouldBe("Your sign-in code");
        mail.Text.ShouldContain("482913");
        mail.Text.ShouldContain("within the next 10 minutes");
        mail.Html.ShouldContain("482913");
        mail.Html.ShouldNotContain("{minutes}");
    }

    [Fact]
    public void Draft_IsWrittenLater_AsItWouldBeAtOnce()
    {
        var everything = Task with
        {
            Language = "id", Preheader = "Soon", Badge = "Overdue", Tone = MailTone.Bad, UnsubscribeUrl = "https://example.com/u", Markup = """{"@type":"Action"}""",
            Values = new Dictionary<string, object?> { ["amount"] = 12.50m, ["day"] = new DateOnly(2026, 2, 25), ["open"] = true, ["nothing"] = null, ["items"] = new[] { new Dictionary<string, object?> { ["n"] = 1 } } },
        };
        File.WriteAllText(Path.Combine(_folder, "own.hbs"), "=== subject\n{{heading}} {{amount}}\n=== html\n{{> head}}{{day}} {{#if open}}open{{/if}} {{nothing}} {{#each items}}{{n}}{{/each}}\n=== text\n{{amount}} {{tone}}\n");

        foreach (var template in new[] { "task", "own" })
        {
            var message = Composer().Draft(template, everything, new MailRecipient("marco@example.com", "Marco"), "thread").ToMessage("id-1", "run", "task-1", DateTimeOffset.UnixEpoch);
            var mail = Composer().Write(message.Payload);

            new ComposedMail(mail.Subject, mail.Text, mail.Html).ShouldBe(Composer().Compose(template, everything));
            (mail.To, mail.Thread, mail.UnsubscribeUrl).ShouldBe((new MailRecipient("marco@example.com", "Marco"), "thread", "https://example.com/u"));
            (message.Id, message.Kind, message.Destination, message.InstanceId, message.Topic, message.Subject, message.NotAfter)
                .ShouldBe(("id-1", "email", "marco@example.com", "run", "task-1", mail.Subject, DateTimeOffset.UnixEpoch));
        }
    }

    [Fact]
    public void Write_MailThatWasWrittenBeforeItWaited_IsAsItWas()
    {
        var mail = new OutgoingMail { To = new MailRecipient("emma@example.com", "Emma"), Subject = "Hello", Text = "hello", Html = "<p>hello</p>", Thread = "42", UnsubscribeUrl = "https://example.com/u" };

        Composer().Write(mail.ToMessage("a").Payload).ShouldBe(mail);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/a/relative")]
    public void Compose_LinkThatIsNoWebAddress_IsRefused(string url)
    {
        Should.Throw<ArgumentException>(() => Composer().Draft("task", Task with { Buttons = [new("Approve", url)] }, new MailRecipient("emma@example.com"), thread: null)).Message.ShouldContain(url);
        Should.Throw<ArgumentException>(() => Composer().Compose("task", Task with { Buttons = [new("Approve", url)] })).Message.ShouldContain(url);
        Should.Throw<ArgumentException>(() => Composer().Compose("task", Task with { RequestUrl = url })).Message.ShouldContain(url);
    }

    [Fact]
    public void Compose_UnknownTemplate_NamesThoseThatThereAre()
    {
        Should.Throw<ArgumentException>(() => Composer().Compose("nope", Task)).Message.ShouldBe("There is no mail template 'nope'. There are: digest, notice, outcome, reminder, sign-in-code, task.");
    }

    [Fact]
    public void Compose_OwnTemplate_ReachesItsValues()
    {
        Write("birthday", "=== subject\nHappy birthday, {{person.name}}!\n=== html\n<p>{{person.name}} is {{age}}: {{#each gifts}}{{this}};{{/each}}</p>{{> facts}}\n=== text\n{{person.name}} is {{age}}.\n\n{{> facts}}\n");
        var values = new Dictionary<string, object?> { ["person"] = JsonSerializer.SerializeToElement(new { name = "O'Neil & Co" }), ["age"] = 42, ["gifts"] = new[] { "a<b", "c" } };

        var mail = Composer().Compose("birthday", new MailContent { Facts = [new("Day", "today")], Values = values });

        mail.Subject.ShouldBe("Happy birthday, O'Neil & Co!");
        mail.Text.ShouldStartWith("O'Neil & Co is 42.\n\nDay: today\n");
        mail.Html.ShouldContain("&amp; Co is 42: a&lt;b;c;</p>");
    }

    [Fact]
    public void Compose_OwnTemplateWithABuiltInName_Wins()
    {
        Write("task", "=== subject\nOurs: {{subject}}\n=== html\n<p>ours</p>\n=== text\nours\n");

        Composer().Compose("task", Task).Subject.ShouldBe("Ours: Leave for Emma: please decide");
        Composer().Compose("reminder", Task).Text.ShouldContain("[Reminder]");
    }

    [Theory]
    [InlineData("=== subject\na\n=== html\n<p>\n", "=== text")]
    [InlineData("<p>no parts</p>", "line 1")]
    [InlineData("=== subject\na\n=== html\n{{#if x}}\n=== text\nb", "if")]
    public void Templates_BrokenFile_IsNamedAtTheStart(string content, string says)
    {
        Write("broken", content);

        var error = Should.Throw<InvalidOperationException>(() => MailTemplates.With(_folder));

        error.Message.ShouldContain("broken.hbs");
        error.Message.ShouldContain(says);
    }

    [Fact]
    public void Compose_ClrObject_IsRefused()
    {
        var content = Task with { Values = new Dictionary<string, object?> { ["secret"] = new MailSettings() } };

        Should.Throw<ArgumentException>(() => Composer().Compose("task", content)).Message.ShouldContain("'secret' is a MailSettings");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private MailComposer Composer() => new(MailTemplates.With(_folder), new MailSettings { FromName = "Acme Approvals" });

    private void Write(string name, string content) => File.WriteAllText(Path.Combine(_folder, name + ".hbs"), content);
}
