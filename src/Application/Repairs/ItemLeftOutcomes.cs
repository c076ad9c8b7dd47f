using RepairNet.Application.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The item is ready or gone: that can no longer be done.</summary>
public sealed record ItemPast : IRefusal;

/// <summary>The quote was already answered the other way.</summary>
/// <param name="Given">The answer that stands.</param>
public sealed record QuoteAnswered(QuoteAnswer Given) : IRefusal;

/// <summary>The quote is no longer valid: the workshop makes another.</summary>
public sealed record QuoteExpired : IRefusal;

/// <summary>Another quote replaced the one that was read.</summary>
public sealed record QuoteReplaced : IRefusal;
