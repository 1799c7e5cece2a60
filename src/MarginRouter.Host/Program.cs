using MarginRouter.Host.Commands;

return await RootCommandFactory.RunAsync(args, Console.Out, Console.Error, TimeProvider.System);
