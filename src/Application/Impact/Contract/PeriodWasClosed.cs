using MediatR;

namespace RepairNet.Application.Impact.Contract;

/// <summary>A period is closed, in the transaction that closes it.</summary>
/// <param name="Number">Its number.</param>
public sealed record PeriodWasClosed(long Number) : INotification;
