using Microsoft.Playwright;

namespace Workflows.Browser.Tests;

/// <summary>Elsa Studio in its frame, used with mouse and keyboard as a person does.</summary>
internal sealed class StudioPage(IPage page)
{
    // A machine that runs other tests at the same time needs minutes for what takes seconds otherwise.
    private const float StartLimit = 240_000;

    private IFrameLocator Frame => page.FrameLocator("iframe");

    public async Task ReadyAsync() => await page.Locator("iframe[data-ready=true]").WaitForAsync(new LocatorWaitForOptions { Timeout = StartLimit });

    public ILocator Node(string activityId) => Frame.Locator($".x6-node[data-cell-id=\"{activityId}\"]");

    /// <summary>Drags an activity from the palette into the free middle of the diagram.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AddAsync(string name, string category) => await DropAsync(await FindAsync(name, category));

    /// <summary>Looks for an activity in the palette.</summary>
    public async Task<ILocator> FindAsync(string name, string category)
    {
        await Frame.GetByPlaceholder("Search").First.FillAsync(name);
        var item = Frame.Locator("[draggable=true]").Filter(new LocatorFilterOptions { HasText = name }).First;
        await item.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        // A category that is found where an open one was is open itself.
        if (!await item.IsVisibleAsync()) await Frame.Locator(".mud-expand-panel-header").Filter(new LocatorFilterOptions { HasText = category }).First.ClickAsync();
        await item.WaitForAsync();
        return item;
    }

    /// <returns>The id of the activity that is in the diagram then.</returns>
    public async Task<string> DropAsync(ILocator item)
    {
        var before = await Frame.Locator(".x6-node").CountAsync();
        await item.DragToAsync(Frame.Locator(".x6-graph").First, new LocatorDragToOptions { TargetPosition = new TargetPosition { X = 330, Y = 160 } });
        await Assertions.Expect(Frame.Locator(".x6-node")).ToHaveCountAsync(before + 1);
        return (await Frame.Locator(".x6-node").Last.GetAttributeAsync("data-cell-id"))!;
    }

    /// <summary>Moves the diagram until an activity is in the middle, as a person does: by dragging it.</summary>
    public async Task ShowAsync(string activityId)
    {
        for (var drags = 0; drags < 30; drags++)
        {
            // Each time anew: panels that open late take room from it.
            var room = await BoxAsync(Frame.Locator(".x6-graph").First);
            var node = await BoxAsync(Node(activityId).Locator("foreignObject"));
            var (x, y) = (room.X + (room.Width / 2) - node.X - (node.Width / 2), room.Y + (room.Height / 2) - node.Y - (node.Height / 2));
            if (Math.Abs(x) < room.Width / 8 && Math.Abs(y) < room.Height / 4) return;
            // From an edge, where nothing is drawn; from further inside the next time, in case something is.
            var inset = 12 + (40 * (drags % 4));
            var (left, top) = (x < 0 ? room.X + room.Width - inset : room.X + inset, y < 0 ? room.Y + room.Height - inset : room.Y + inset);
            var (widest, highest) = (room.Width - (2 * inset), room.Height - (2 * inset));
            await page.Mouse.MoveAsync(left, top);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(left + Math.Clamp(x, -widest, widest), top + Math.Clamp(y, -highest, highest), new MouseMoveOptions { Steps = 6 });
            await page.Mouse.UpAsync();
            // Measured before it is drawn, it would be moved twice as far, and then back.
            await Frame.Locator(".x6-graph").First.EvaluateAsync("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
        }

        throw new InvalidOperationException($"The diagram does not move to {activityId}.");
    }

    /// <summary>Draws a connection from an outcome of one activity to another.</summary>
    public async Task ConnectAsync(string from, string outcome, string to)
    {
        var edges = Frame.Locator(".x6-edge");
        var before = await edges.CountAsync();
        // With something selected its frame would lie over the ports.
        await Frame.Locator(".x6-graph-svg").First.ClickAsync(new LocatorClickOptions { Position = new Position { X = 30, Y = 160 } });
        await Assertions.Expect(Frame.Locator(".x6-widget-selection-box")).ToHaveCountAsync(0);
        var (start, end) = (await CentreAsync(Node(from).Locator($"[port={outcome}] circle").First), await CentreAsync(Node(to).Locator("[port=In] circle").First));
        // From the left half of the port: on the right an existing connection would be taken hold of.
        await page.Mouse.MoveAsync(start.X - 30, start.Y);
        await page.Mouse.MoveAsync(start.X - 8, start.Y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync((start.X + end.X) / 2, (start.Y + end.Y) / 2, new MouseMoveOptions { Steps = 8 });
        await page.Mouse.MoveAsync(end.X, end.Y, new MouseMoveOptions { Steps = 8 });
        await page.Mouse.UpAsync();
        await Assertions.Expect(edges).ToHaveCountAsync(before + 1);
    }

    /// <summary>Of what Studio draws on.</summary>
    public Task<string> BackgroundAsync() => Frame.Locator(".x6-graph-background").First.EvaluateAsync<string>("canvas => getComputedStyle(canvas).backgroundColor");

    /// <summary>How many pixels wide the diagram is shown.</summary>
    public async Task<float> WidthAsync() => (await BoxAsync(Frame.Locator(".x6-graph").First)).Width;

    /// <summary>Presses on an activity: its properties come up.</summary>
    public async Task SelectAsync(string activityId)
    {
        var box = await BoxAsync(Node(activityId).Locator("foreignObject"));
        // On its icon, where no connection crosses it.
        await page.Mouse.ClickAsync(box.X + 24, box.Y + (box.Height / 2));
        await ShouldBeSelectedAsync(activityId);
    }

    public async Task ShouldBeSelectedAsync(string activityId) => await Assertions.Expect(Frame.Locator($".x6-widget-selection-box[data-cell-id=\"{activityId}\"]")).ToHaveCountAsync(1);

    public async Task WriteAsync(string input, string text)
    {
        var field = Frame.Locator(".mud-input-control").Filter(new LocatorFilterOptions { HasText = input }).Locator("input").First;
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    /// <summary>Writes the expression of the selected activity anew.</summary>
    /// <param name="now">What it begins with, so that the editor of another activity is never mistaken for it.</param>
    public async Task WriteExpressionAsync(string now, string expression)
    {
        var lines = Frame.Locator(".monaco-editor .view-lines").First;
        // Monaco draws blanks as no-break spaces.
        await Assertions.Expect(lines).ToContainTextAsync(now);
        await lines.ClickAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync(expression);
    }

    /// <summary>Does something in the editor and waits until Studio has saved it.</summary>
    public async Task SavingAsync(Func<Task> change)
    {
        await page.RunAndWaitForResponseAsync(
            change, answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal), new PageRunAndWaitForResponseOptions { Timeout = 60_000 });
        await Assertions.Expect(page.GetByText("Draft saved")).ToBeVisibleAsync();
    }

    private static async Task<(float X, float Y)> CentreAsync(ILocator locator)
    {
        var box = await BoxAsync(locator);
        return (box.X + (box.Width / 2), box.Y + (box.Height / 2));
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(ILocator locator) =>
        await locator.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not on the page.");
}
