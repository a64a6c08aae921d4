using Workflows.Api.CommandLine;
using Workflows.Api.Hosting;

// `serve` is the default; everything else is a command that ends.
return args is [var first, ..] && ProductCommands.Names.Contains(first)
    ? await ProductCommands.RunAsync(args)
    : await Server.RunAsync(args is ["serve", .. var rest] ? rest : args, CancellationToken.None);
