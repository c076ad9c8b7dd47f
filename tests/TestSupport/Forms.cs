using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace RepairNet.TestSupport;

/// <summary>Fills in the forms of pages as a browser does, the proof of origin included.</summary>
public static class Forms
{
    /// <summary>The page as a document; a secret link is exchanged for its pass, as a browser does. Fails unless it is answered with 200.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpClient client, string path)
    {
        using var first = await client.GetAsync(path);
        using var answer = await ExchangedAsync(client, first);
        return answer.IsSuccessStatusCode
            ? await answer.PageAsync()
            : throw new HttpRequestException($"{path} answered {(int)answer.StatusCode}.");
    }

    /// <summary>What follows the first visit by a secret link: the page without secret, opened with the pass; any other answer as it is.</summary>
    public static async Task<HttpResponseMessage> ExchangedAsync(this HttpClient client, HttpResponseMessage answer)
    {
        if (answer.StatusCode != System.Net.HttpStatusCode.Redirect || Passes(answer) is not { Count: > 0 } passes)
        {
            return answer;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, answer.Headers.Location);
        request.Headers.Add("Cookie", string.Join("; ", passes.Concat(client.DefaultRequestHeaders.TryGetValues("Cookie", out var own) ? own : [])));
        return await client.SendAsync(request);
    }

    /// <summary>The passes an answer gives, as <c>name=value</c>.</summary>
    public static IReadOnlyList<string> Passes(this HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? [.. cookies.Select(cookie => cookie.Split(';')[0]).Where(pair => pair.StartsWith("acces", StringComparison.Ordinal) && !pair.EndsWith('=')).Distinct()]
            : [];

    /// <summary>The body of an answer as a document.</summary>
    public static async Task<IHtmlDocument> PageAsync(this HttpResponseMessage answer) =>
        await new HtmlParser().ParseDocumentAsync(await answer.Content.ReadAsStringAsync());

    /// <summary>
    /// Opens a page, fills in the first form that posts to <paramref name="action"/> (or to any address) with these fields, keeps
    /// the hidden ones, and sends it.
    /// </summary>
    public static async Task<HttpResponseMessage> SendFormAsync(this HttpClient client, string path, IEnumerable<KeyValuePair<string, string>> fields, string? action = null)
    {
        var page = await client.PageAsync(path);
        var form = page.QuerySelectorAll("form").OfType<IHtmlFormElement>()
            .FirstOrDefault(f => string.Equals(f.GetAttribute("method"), "post", StringComparison.OrdinalIgnoreCase) && (action is null || (f.GetAttribute("action") ?? "").Contains(action, StringComparison.Ordinal)))
            ?? throw new InvalidOperationException($"{path} has no such form.");
        var given = fields.ToList();
        var sent = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>()
            .Where(input => input.Name is not null && !given.Exists(field => field.Key == input.Name))
            .Select(input => KeyValuePair.Create(input.Name!, input.Value))
            .Concat(given);
        using var content = new FormUrlEncodedContent(sent);
        return await client.PostAsync(form.GetAttribute("action") is { Length: > 0 } target ? target : path, content);
    }
}
