namespace RepairNet.Application.Common;

/// <summary>The request is not well formed: each field, with what to do about it (the key of a text).</summary>
public sealed class InvalidRequestException(IReadOnlyDictionary<string, string[]> errors) : Exception("The request is not well formed.")
{
    /// <summary>Messages by field, in the words of the API (<c>contact.email</c>); the Web translates them.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;

    public InvalidRequestException(string field, string message)
        : this(new Dictionary<string, string[]> { [field] = [message] })
    {
    }
}
