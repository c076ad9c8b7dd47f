return await RepairNet.Web.Commands.CommandLine.RunAsync(args);
