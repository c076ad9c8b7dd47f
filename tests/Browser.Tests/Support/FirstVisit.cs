namespace RepairNet.Browser.Tests.Support;

/// <summary>What a first visit to a page costs and leaves behind, counted in a browser without a history.</summary>
/// <param name="Path">The page asked for.</param>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Requests">Addresses asked for, the page included, redirects too.</param>
/// <param name="BodyBytes">Bytes of all bodies as they came over the network, compressed.</param>
/// <param name="Elements">Elements of the document outside SVG drawings (a drawing counts for one).</param>
/// <param name="OtherHosts">Hosts other than ours that were asked for anything.</param>
/// <param name="Cookies">Names of the cookies it left.</param>
/// <param name="Complaints">What the browser wrote to its console: errors, refusals of the content security policy.</param>
public sealed record FirstVisit(
    string Path,
    int Status,
    IReadOnlyList<string> Requests,
    long BodyBytes,
    int Elements,
    IReadOnlyList<string> OtherHosts,
    IReadOnlyList<string> Cookies,
    IReadOnlyList<string> Complaints)
{
    public override string ToString() =>
        $"{Path}: {Status}, {Requests.Count} requests, {BodyBytes} bytes, {Elements} elements, cookies [{string.Join(", ", Cookies)}]";
}
