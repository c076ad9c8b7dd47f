namespace RepairNet.Application.Common;

/// <summary>The thing does not exist, or not for this caller: the two are told apart nowhere outside.</summary>
public sealed record NotFound : IRefusal;

/// <summary>Done, with nothing more to say.</summary>
public sealed record Done;
