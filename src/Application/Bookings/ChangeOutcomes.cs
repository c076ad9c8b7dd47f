using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings;

/// <summary>The notice is past: the resident has to call the workshop.</summary>
/// <param name="Phone">Number of the workshop, or null if it gave none.</param>
public sealed record TooLate(string? Phone) : IRefusal;

/// <summary>The workshop takes no appointments at present: it was suspended, or is not accredited any more. The booking stands where it is.</summary>
public sealed record NotOffered : IRefusal;

/// <summary>The booking is over: cancelled, done, or the person did not come.</summary>
public sealed record NoLongerOpen : IRefusal;

/// <summary>It can only be said on the day of the appointment, or once it has begun.</summary>
public sealed record NotTheDay : IRefusal;
