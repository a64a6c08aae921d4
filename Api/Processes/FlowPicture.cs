using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Workflows.Api.Processes;

/// <summary>Draws the flowchart of a definition as SVG, from top to bottom, for documents. The same definition gives the same picture, byte by byte.</summary>
internal sealed class FlowPicture
{
    private const int BoxWidth = 190;
    private const int BoxHeight = 46;
    private const int ColumnGap = 26;
    private const int RowGap = 42;
    private const int Margin = 24;
    private const int WordGap = 14;
    private const int WordDrop = 15;

    private readonly List<Node> _nodes = [];
    private readonly List<Edge> _edges = [];

    private FlowPicture(JsonObject definition)
    {
        var root = definition["root"] as JsonObject ?? [];
        foreach (var activity in (root["activities"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var id = activity["id"]?.ToString() ?? "";
            var text = activity["metadata"]?["displayText"]?.ToString();
            _nodes.Add(new Node(id, string.IsNullOrEmpty(text) ? id : text, activity["type"]?.ToString() ?? ""));
        }

        foreach (var connection in (root["connections"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var from = _nodes.Find(node => node.Id == connection["source"]?["activity"]?.ToString());
            var to = _nodes.Find(node => node.Id == connection["target"]?["activity"]?.ToString());
            if (from is not null && to is not null) _edges.Add(new Edge(from, to, connection["source"]?["port"]?.ToString() ?? "Done"));
        }

        // Every way that ends says so by ending: arrows to one common end would cross everything else.
        _edges.RemoveAll(edge => edge.To.Type == "Elsa.End");
        _nodes.RemoveAll(node => node.Type == "Elsa.End");

        // Several ports that lead to one place are one arrow with several words.
        foreach (var group in _edges.GroupBy(edge => (edge.From, edge.To)).ToList())
        {
            var first = group.First();
            first.Words = string.Join(", ", group.Where(edge => edge.Words != "Done").Select(edge => Spaced(edge.Words)));
            foreach (var other in group.Skip(1)) _edges.Remove(other);
        }

        // A box is as wide as what is written below it.
        foreach (var node in _nodes.Where(node => _edges.Count(edge => edge.From == node) > 1))
            node.Width = Math.Max(node.Width, (int)_edges.Where(edge => edge.From == node).Sum(edge => WidthOf(edge.Words) + WordGap));
    }

    /// <param name="definition">The definition as it is stored; its root is a flowchart.</param>
    public static string Draw(JsonObject definition)
    {
        var picture = new FlowPicture(definition);
        picture.MarkWaysBack();
        picture.PutIntoRows();
        var rows = picture.Rows();
        Order(rows);
        Place(rows);
        return picture.Svg(definition["name"]?.ToString() ?? "");
    }

    private void MarkWaysBack()
    {
        var (open, done) = (new HashSet<Node>(), new HashSet<Node>());
        foreach (var node in _nodes) Visit(node);

        void Visit(Node node)
        {
            if (done.Contains(node) || !open.Add(node)) return;
            foreach (var edge in _edges.Where(edge => edge.From == node))
            {
                if (open.Contains(edge.To)) edge.IsBack = true;
                else Visit(edge.To);
            }

            open.Remove(node);
            done.Add(node);
        }
    }

    private void PutIntoRows()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var edge in _edges.Where(edge => !edge.IsBack && edge.To.Row <= edge.From.Row))
            {
                edge.To.Row = edge.From.Row + 1;
                changed = true;
            }
        }

        // What is reached late although nothing follows it closely moves down to what follows.
        foreach (var node in _nodes.OrderByDescending(node => node.Row))
        {
            var next = _edges.Where(edge => edge.From == node && !edge.IsBack).Select(edge => edge.To.Row).DefaultIfEmpty(node.Row + 1).Min();
            if (_edges.Any(edge => edge.To == node && !edge.IsBack) && next - node.Row > 1 && node.Type is not "Elsa.Start") node.Row = Math.Min(next - 1, node.Row + 2);
        }
    }

    /// <summary>The nodes by row; an arrow over several rows gets a place in each of them.</summary>
    private List<List<Node>> Rows()
    {
        var rows = Enumerable.Range(0, _nodes.Max(node => node.Row) + 1).Select(_ => new List<Node>()).ToList();
        foreach (var node in _nodes) rows[node.Row].Add(node);
        foreach (var edge in _edges.Where(edge => !edge.IsBack))
        {
            var before = edge.From;
            for (var row = edge.From.Row + 1; row < edge.To.Row; row++)
            {
                var bend = new Node("", "", "") { Row = row, IsBend = true };
                rows[row].Add(bend);
                edge.Bends.Add(bend);
                Join(before, bend);
                before = bend;
            }

            Join(before, edge.To);
        }

        return rows;

        static void Join(Node above, Node below)
        {
            above.Below.Add(below);
            below.Above.Add(above);
        }
    }

    private static void Order(List<List<Node>> rows)
    {
        Number(rows);
        for (var sweep = 0; sweep < 24; sweep++)
        {
            var isDown = sweep % 2 == 0;
            foreach (var row in isDown ? rows : rows.AsEnumerable().Reverse())
            {
                var sorted = row.OrderBy(node => Middle(isDown ? node.Above : node.Below, node.Position)).ToList();
                row.Clear();
                row.AddRange(sorted);
                for (var index = 0; index < row.Count; index++) row[index].Position = index;
            }
        }

        static double Middle(List<Node> neighbours, double own) => neighbours.Count == 0 ? own : neighbours.Average(node => node.Position);
    }

    private static void Number(List<List<Node>> rows)
    {
        foreach (var row in rows)
        {
            for (var index = 0; index < row.Count; index++) row[index].Position = index;
        }
    }

    /// <summary>Pulls each node towards its neighbours without letting two overlap.</summary>
    private static void Place(List<List<Node>> rows)
    {
        foreach (var row in rows)
        {
            var x = 0.0;
            foreach (var node in row)
            {
                node.X = x + (node.Width / 2.0);
                x += node.Width + ColumnGap;
            }
        }

        for (var sweep = 0; sweep < 40; sweep++)
        {
            foreach (var row in sweep % 2 == 0 ? rows : rows.AsEnumerable().Reverse())
            {
                foreach (var node in row)
                {
                    var neighbours = node.Above.Concat(node.Below).ToList();
                    if (neighbours.Count > 0) node.X = (node.X + neighbours.Average(other => other.X)) / 2;
                }

                for (var index = 1; index < row.Count; index++) row[index].X = Math.Max(row[index].X, row[index - 1].X + Apart(row[index - 1], row[index]));
                for (var index = row.Count - 2; index >= 0; index--) row[index].X = Math.Min(row[index].X, row[index + 1].X - Apart(row[index], row[index + 1]));
            }
        }

        var left = rows.SelectMany(row => row).Min(node => node.X - (node.Width / 2.0));
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var node in rows[row])
            {
                node.X = Math.Round(node.X - left + Margin);
                node.Y = Margin + (row * (BoxHeight + RowGap)) + (BoxHeight / 2);
            }
        }

        static double Apart(Node left, Node right) => ((left.Width + right.Width) / 2.0) + ColumnGap;
    }

    private string Svg(string name)
    {
        var right = _nodes.Concat(_edges.SelectMany(edge => edge.Bends)).Max(node => node.X + (node.Width / 2.0));
        var ways = _edges.Where(edge => edge.IsBack).ToList();
        var (width, height) = (right + Margin + (ways.Count * 18), _nodes.Max(node => node.Y) + (BoxHeight / 2.0) + Margin);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:0} {height:0}" width="{width:0}" height="{height:0}" role="img" font-family="system-ui, sans-serif" font-size="12">
            <title>{Escape(name)}</title>
            <defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="#64748b"/></marker></defs>
            <rect width="100%" height="100%" fill="#ffffff"/>

            """);
        SpreadStarts();
        foreach (var edge in _edges.Where(edge => !edge.IsBack)) Arrow(svg, edge);
        for (var index = 0; index < ways.Count; index++) WayBack(svg, ways[index], right + 12 + (index * 18));
        foreach (var node in _nodes) Box(svg, node);
        foreach (var edge in _edges.Where(edge => edge.Words.Length > 0)) Word(svg, edge);
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Arrows leave a box side by side, in the order of where they go, each with room for its words; those that lead up again leave on the right.</summary>
    private void SpreadStarts()
    {
        foreach (var node in _nodes)
        {
            var leaving = _edges.Where(edge => edge.From == node).OrderBy(edge => edge.IsBack).ThenBy(edge => edge.First.X).ToList();
            var free = Math.Max(0.0, node.Width - leaving.Sum(edge => WidthOf(edge.Words))) / leaving.Count;
            var x = node.X - (node.Width / 2.0);
            foreach (var edge in leaving)
            {
                var room = WidthOf(edge.Words) + free;
                edge.StartX = Math.Round(x + (room / 2));
                x += room;
            }
        }
    }

    private static void Arrow(StringBuilder svg, Edge edge)
    {
        var points = edge.Bends.Prepend(edge.From).Append(edge.To).ToList();
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{edge.StartX:0} {points[0].Y + (BoxHeight / 2):0}");
        for (var index = 1; index < points.Count; index++)
        {
            var (from, to) = (points[index - 1], points[index]);
            var (startY, endY) = (from.Y + (BoxHeight / 2.0), to.Y - (BoxHeight / 2.0));
            var middle = (startY + endY) / 2;
            svg.Append(CultureInfo.InvariantCulture, $" C{(index == 1 ? edge.StartX : from.X):0} {middle:0} {to.X:0} {middle:0} {to.X:0} {endY - (index == points.Count - 1 ? 1 : 0):0}");
            if (index < points.Count - 1) svg.Append(CultureInfo.InvariantCulture, $" V{to.Y + (BoxHeight / 2):0}");
        }

        svg.Append("\" fill=\"none\" stroke=\"#94a3b8\" stroke-width=\"1.4\" marker-end=\"url(#arrow)\"/>\n");
    }

    /// <summary>Down between the rows, along the right side and in from above: a straight line would run through the boxes beside it.</summary>
    private static void WayBack(StringBuilder svg, Edge edge, double x)
    {
        var (bottom, top) = (edge.From.Y + (BoxHeight / 2.0), edge.To.Y - (BoxHeight / 2.0));
        var (below, above, endX) = (bottom + RowGap - 14, top - 12, edge.To.X + (edge.To.Width / 2.0) - 22);
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{edge.StartX:0} {bottom:0} V{below - 8:0} Q{edge.StartX:0} {below:0} {edge.StartX + 8:0} {below:0} H{x - 10:0} Q{x:0} {below:0} {x:0} {below - 10:0} V{above + 10:0} Q{x:0} {above:0} {x - 10:0} {above:0} H{endX + 8:0} Q{endX:0} {above:0} {endX:0} {above + 8:0} V{top - 1:0}\" fill=\"none\" stroke=\"#94a3b8\" stroke-width=\"1.4\" stroke-dasharray=\"5 3\" marker-end=\"url(#arrow)\"/>\n");
    }

    private static void Word(StringBuilder svg, Edge edge) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{edge.StartX:0}\" y=\"{edge.From.Y + (BoxHeight / 2) + WordDrop:0}\" text-anchor=\"middle\" fill=\"#334155\" font-size=\"11\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\">{Escape(edge.Words)}</text>\n");

    private static void Box(StringBuilder svg, Node node)
    {
        var (fill, line) = node.Type switch
        {
            "Elsa.FlowDecision" or "Elsa.FlowSwitch" => ("#fef3c7", "#b45309"),
            "Elsa.Start" or "Elsa.End" => ("#e2e8f0", "#475569"),
            "Elsa.Delay" or "Elsa.StartAt" or "Elsa.FlowJoin" or "Elsa.FlowFork" => ("#f1f5f9", "#64748b"),
            "Notifications.Notify" => ("#f5f3ff", "#7c3aed"),
            var type when type.StartsWith("Approvals.", StringComparison.Ordinal) => ("#dbeafe", "#1d4ed8"),
            "Requests.SetResult" or "Elsa.SetOutput" => ("#dcfce7", "#15803d"),
            _ => ("#ffffff", "#64748b"),
        };
        var (left, top, right, bottom) = (node.X - (node.Width / 2.0), node.Y - (BoxHeight / 2.0), node.X + (node.Width / 2.0), node.Y + (BoxHeight / 2.0));
        if (node.Type is "Elsa.FlowDecision" or "Elsa.FlowSwitch")
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{left:0} {node.Y:0} L{left + 14:0} {top:0} H{right - 14:0} L{right:0} {node.Y:0} L{right - 14:0} {bottom:0} H{left + 14:0}z\" fill=\"{fill}\" stroke=\"{line}\"/>\n");
        else
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{left:0}\" y=\"{top:0}\" width=\"{node.Width}\" height=\"{BoxHeight}\" rx=\"{(node.Type is "Elsa.Start" or "Elsa.End" ? 23 : 7)}\" fill=\"{fill}\" stroke=\"{line}\"/>\n");
        var lines = Lines(node.Text);
        for (var index = 0; index < lines.Count; index++)
        {
            var y = node.Y + 4 + ((index - ((lines.Count - 1) / 2.0)) * 14);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{node.X:0}\" y=\"{y:0}\" text-anchor=\"middle\" fill=\"#0f172a\">{Escape(lines[index])}</text>\n");
        }
    }

    private static List<string> Lines(string text)
    {
        const int longest = 28;
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length == 0) lines[^1] = word;
            else if (lines[^1].Length + word.Length + 1 <= longest) lines[^1] += " " + word;
            else lines.Add(word);
        }

        return lines.Count <= 3 ? lines : [lines[0], lines[1], lines[2] + " …"];
    }

    // Of the font's usual letters; nothing here can measure.
    private static double WidthOf(string words) => words.Length * 6.2;

    /// <summary>ChangesRequested as people write it.</summary>
    private static string Spaced(string port) =>
        string.Concat(port.Select((letter, index) => index > 0 && char.IsUpper(letter) && char.IsLower(port[index - 1]) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private sealed class Node(string id, string text, string type)
    {
        public string Id => id;

        public string Text => text;

        public string Type => type;

        public int Row { get; set; }

        public double Position { get; set; }

        public double X { get; set; }

        public double Y { get; set; }

        /// <summary>Only a place through which an arrow runs.</summary>
        public bool IsBend { get; init; }

        public List<Node> Above { get; } = [];

        public List<Node> Below { get; } = [];

        public int Width { get; set; } = type.Length == 0 ? 24 : type is "Elsa.Start" or "Elsa.End" ? 90 : BoxWidth;
    }

    private sealed class Edge(Node from, Node to, string port)
    {
        public Node From => from;

        public Node To => to;

        /// <summary>The ports, as they are written below the box.</summary>
        public string Words { get; set; } = port;

        /// <summary>Where the arrow leaves its box.</summary>
        public double StartX { get; set; }

        /// <summary>What the arrow meets first.</summary>
        public Node First => Bends.Count > 0 ? Bends[0] : To;

        /// <summary>It leads up again.</summary>
        public bool IsBack { get; set; }

        public List<Node> Bends { get; } = [];
    }
}
