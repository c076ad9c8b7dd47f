RepairNet.Web.Hosting.NativeMemory.KeepSmall();
return await RepairNet.Web.Commands.CommandLine.RunAsync(args);
