namespace RepairNet.Application.Privacy;

/// <summary>Who reads what is written on the contact page where no agent looks after the town.</summary>
/// <param name="Email">Address of whoever runs the instance; null where none is set: the page then offers no form.</param>
public sealed record ContactDesk(string? Email);
