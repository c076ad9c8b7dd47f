namespace RepairNet.Application.Common;

/// <summary>The thing does not exist, or not for this caller: the two are told apart nowhere outside.</summary>
public sealed record NotFound : IRefusal;

/// <summary>The form has added something already, with other answers: which of them is meant, whoever sent it knows.</summary>
public sealed record SentOtherwise : IRefusal;

/// <summary>Done, with nothing more to say.</summary>
public sealed record Done;
