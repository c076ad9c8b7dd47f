using System.Text.Json;
using FluentValidation.Results;

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

    /// <summary>Groups the failures of validators by field, in the words of the API, each message once.</summary>
    internal static InvalidRequestException From(IEnumerable<ValidationFailure> failures) =>
        new(failures.GroupBy(f => FieldName(f.PropertyName)).ToDictionary(g => g.Key, g => g.Select(f => f.ErrorMessage).Distinct().ToArray()));

    private static string FieldName(string property) =>
        string.Join('.', property.Split('.').Select(JsonNamingPolicy.CamelCase.ConvertName));
}
