namespace Workflows.Api.Mailbox;

internal static partial class MailboxPage
{
    public const string Style = """
        :root { color-scheme: light dark; --back: #eef1f5; --card: #fff; --ink: #17202c; --muted: #566273; --rule: #dde3ea; --chosen: #e3ecfd; --link: #1f56c5; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #10141a; --card: #1a2029; --ink: #eef2f7; --muted: #a4b0c0; --rule: #2d3643; --chosen: #1e3158; --link: #8fb4ff; }
        }
        * { box-sizing: border-box; }
        html, body { height: 100%; }
        body { margin: 0; display: flex; flex-direction: column; background: var(--back); color: var(--ink); font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        a { color: var(--link); }
        header { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; justify-content: space-between; padding: 12px 20px; background: var(--card); border-bottom: 1px solid var(--rule); }
        header .name { font-weight: 700; color: var(--ink); text-decoration: none; }
        form { display: flex; gap: 8px; align-items: center; color: var(--muted); }
        input, button { font: inherit; color: var(--ink); background: var(--back); border: 1px solid var(--rule); border-radius: 8px; padding: 6px 12px; min-height: 40px; }
        input { min-width: 0; width: 16em; }
        button { cursor: pointer; font-weight: 600; }
        main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(280px, 380px) 1fr; }
        .list { overflow-y: auto; border-right: 1px solid var(--rule); background: var(--card); }
        .list ol { list-style: none; margin: 0; padding: 0; }
        .list a { display: grid; grid-template-columns: 1fr auto; gap: 0 12px; padding: 12px 20px; border-bottom: 1px solid var(--rule); color: inherit; text-decoration: none; }
        .list a:hover, .list a[aria-current] { background: var(--chosen); }
        .list time, .start, .meta, .empty, .none { color: var(--muted); }
        .list time { font-size: 13px; line-height: 24px; }
        .who { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 14px; color: var(--muted); }
        .what { grid-column: 1 / -1; font-weight: 600; overflow-wrap: anywhere; }
        .start { grid-column: 1 / -1; font-size: 14px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .empty, .none { padding: 48px 24px; text-align: center; }
        .mail { display: flex; flex-direction: column; min-width: 0; min-height: 0; overflow-y: auto; padding: 20px 24px; }
        .none { display: grid; place-content: center; }
        .back { display: none; margin: 0 0 12px; }
        h1 { margin: 0 0 4px; font-size: 21px; line-height: 1.3; overflow-wrap: anywhere; }
        .meta { margin: 0 0 12px; font-size: 14px; overflow-wrap: anywhere; }
        .views { display: flex; flex-wrap: wrap; gap: 4px; margin-bottom: 12px; }
        .views a { padding: 7px 14px; border-radius: 8px; font-size: 15px; text-decoration: none; }
        .views a[aria-current] { background: var(--chosen); color: var(--ink); font-weight: 600; }
        iframe { flex: 1; min-height: 480px; width: 100%; border: 1px solid var(--rule); border-radius: 12px; background: var(--back); }
        pre { margin: 0; padding: 20px; border: 1px solid var(--rule); border-radius: 12px; background: var(--card); font: 14px/1.6 Consolas, Menlo, "Liberation Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        @media (max-width: 760px) {
          main { display: block; overflow-y: auto; }
          .list { border-right: 0; }
          .listing .mail, .reading .list { display: none; }
          .mail { padding: 16px; min-height: 100%; }
          .back { display: block; }
          header { padding: 12px 16px; }
          form { width: 100%; }
          input { flex: 1; width: auto; font-size: 16px; }
          iframe { min-height: 70vh; }
        }
        """;
}
