using RepairNet.Domain.Common;

namespace RepairNet.Application.Directory.Contract;

/// <summary>The secret part of the link sent to whoever declares an organisation, derived from its id: it can be told again, and is stored nowhere.</summary>
public interface IJoinTokens
{
    /// <summary>43 signs of URL-safe base 64.</summary>
    string TokenOf(JoinRequestId request);
}
