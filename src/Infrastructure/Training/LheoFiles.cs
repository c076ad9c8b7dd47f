using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;

namespace RepairNet.Infrastructure.Training;

/// <summary>
/// LHÉO 2.3, the language of the training offer (<c>http://lheo.gouv.fr/2.3</c>). What LHÉO has no word for (half-days, seats, trade) goes into its <c>extras</c>, so that a
/// file written here says everything; what a field of LHÉO is too short for is cut there and whole in the extras.
/// </summary>
internal sealed class LheoFiles(ITrainingLinks links, TrainingJobs jobs, TrainingFormacodes ours) : ILheoFiles
{
    private const string Own = "repairnet";
    private const string Unsaid = "Non précisé";
    private const string NoActivityNumber = "00000000000";
    private const string NoSiret = "00000000000000";

    /// <summary>A date nobody knows yet, in LHÉO.</summary>
    private const string NoDate = "99999999";

    /// <summary>The same of a beginning, as its standard has it.</summary>
    private const string NoStart = "00000000";

    /// <summary>Elements and attributes of one course: more than a hundred sessions need.</summary>
    private const int MostNodes = 50_000;

    private const int MostSessions = 60;

    /// <summary>What an action says of the whole course here.</summary>
    private static readonly string[] ActionTerms =
        ["modalites-enseignement", "nombre-heures-total", "prix-total-TTC", "detail-conditions-prise-en-charge", "info-public-vise", "conditions-specifiques", "rythme-formation", "acces-handicapes", "langue-formation"];

    private static readonly string NotLheo = Texts.Key("Ce fichier n’est pas un fichier LHÉO 2.3 (XML).");

    private static readonly XNamespace Ns = "http://lheo.gouv.fr/2.3";
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public async Task WriteAsync(Stream file, IAsyncEnumerable<LheoEntry> courses, CancellationToken cancellationToken)
    {
        var settings = new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false), Indent = true, CloseOutput = false };
        await using var writer = XmlWriter.Create(file, settings);
        await writer.WriteStartDocumentAsync();
        await writer.WriteStartElementAsync(null, "lheo", Ns.NamespaceName);
        await writer.WriteStartElementAsync(null, "offres", Ns.NamespaceName);
        await foreach (var course in courses.WithCancellation(cancellationToken))
        {
            await Element(course).WriteToAsync(writer, cancellationToken);
        }

        await writer.WriteEndElementAsync();
        await writer.WriteEndElementAsync();
        await writer.WriteEndDocumentAsync();
    }

    public int Count(Stream file)
    {
        using var reader = Open(file);
        var (count, nodes, root, line) = (0, 0, false, 1);
        try
        {
            while (reader.Read())
            {
                // A document type says of no line: it is after the last one that was read.
                line = ((IXmlLineInfo)reader).LineNumber;
                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (reader.Depth == 0)
                {
                    root = reader.LocalName == "lheo" && reader.NamespaceURI == Ns.NamespaceName;
                    if (!root)
                    {
                        throw new LheoUnreadableException(0, NotLheo);
                    }
                }

                (count, nodes) = IsCourse(reader) ? (count + 1, 0) : (count, nodes + 1 + reader.AttributeCount);
                if (nodes > MostNodes)
                {
                    throw new LheoUnreadableException(line, Texts.Key("Une formation du fichier est démesurée : la balise qui la ferme manque sans doute."));
                }
            }
        }
        catch (XmlException e)
        {
            throw Unreadable(e, line, root);
        }

        return count;
    }

    public IEnumerable<LheoCourse> Read(Stream file)
    {
        using var reader = Open(file);
        while (Next(reader) is { } element)
        {
            yield return Understood(element);
        }
    }

    private static XmlReader Open(Stream file) =>

        // No document type, so no entity of any kind; nothing is loaded from elsewhere.
        XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = ICourseImportFiles.MaxBytes, MaxCharactersFromEntities = 1024, CloseInput = false });

    private static bool IsCourse(XmlReader reader) => reader.NodeType == XmlNodeType.Element && reader.LocalName == "formation" && reader.NamespaceURI == Ns.NamespaceName;

    private static LheoUnreadableException Unreadable(XmlException e, int line, bool isLheo) => e.Message.Contains("DTD", StringComparison.Ordinal)
        ? new LheoUnreadableException(Math.Max(e.LineNumber, line), Texts.Key("Ce fichier contient un type de document (DOCTYPE) : il n’est pas lu."))
        : isLheo ? new LheoUnreadableException(e.LineNumber, Texts.Key("Le fichier est abîmé à partir d’ici.")) : new LheoUnreadableException(0, NotLheo);

    /// <summary>The next « formation », whole; null at the end.</summary>
    private static XElement? Next(XmlReader reader)
    {
        try
        {
            while (IsCourse(reader) || reader.Read())
            {
                if (IsCourse(reader))
                {
                    var line = new Line(((IXmlLineInfo)reader).LineNumber);
                    var element = (XElement)XNode.ReadFrom(reader);
                    element.AddAnnotation(line);
                    return element;
                }
            }

            return null;
        }
        catch (XmlException e)
        {
            throw Unreadable(e, line: 0, isLheo: true);
        }
    }

    private XElement Element(LheoEntry entry)
    {
        var (course, terms) = (entry.Course, entry.Course.Terms);
        var remote = terms.Mode == TeachingMode.Remote;
        return El(
            "formation",
            new XAttribute("numero", entry.Number),
            new XAttribute("datemaj", Day.Format(course.ChangedAt.InUtc().Date)),
            new XAttribute("datecrea", Day.Format(course.CreatedAt.InUtc().Date)),
            El("domaine-formation", (terms.Formacodes ?? []).Take(5).Select(c => El("code-FORMACODE", c)), (terms.Rome ?? []).Take(5).Select(c => El("code-ROME", c))),
            El("intitule-formation", terms.Title),
            El("objectif-formation", terms.Objectives is { Count: > 0 } objectives ? string.Join('\n', objectives) : terms.Summary),
            El("resultats-attendus", terms.Results ?? Unsaid),
            El("contenu-formation", terms.Content ?? Unsaid),
            El("certifiante", course.Certification is null ? "0" : "1"),
            El("contact-formation", Contact(course.Centre)),
            El("parcours-de-formation", "1"),
            El("code-niveau-entree", "1"),
            course.Certification is { } certification ? El("certification", certification.Code.StartsWith("RNCP", StringComparison.Ordinal) ? El("code-RNCP", certification.Code[4..]) : El("code-RS", certification.Code[2..])) : null,
            El("url-formation", El("urlweb", links.Course(course.Slug, Language.French))),
            El(
                "action",
                new XAttribute("numero", entry.Number + "-A"),
                El("rythme-formation", terms.Rhythm ?? Unsaid),
                El("code-public-vise", "00000"),
                terms.Audience is { } audience ? El("info-public-vise", Cut(audience, 250)) : null,
                El("niveau-entree-obligatoire", "0"),
                El("modalites-alternance", "sans alternance"),
                El("modalites-enseignement", terms.Mode switch { TeachingMode.OnSite => "0", TeachingMode.Remote => "1", TeachingMode.Mixed => "2" }),
                El("conditions-specifiques", terms.Prerequisites ?? "Aucune"),
                El("prise-en-charge-frais-possible", course.TakesCpf || terms.PriceNote is not null ? "1" : "0"),
                CommonPlace(entry),
                El("modalites-entrees-sorties", course.Sessions.Any(s => s.Entry == SessionEntry.Permanent) ? "1" : "0"),
                course.Sessions.Count == 0 ? [NoSession(entry)] : course.Sessions.Select(s => Session(s, entry)),
                terms.Access is { } access ? El("acces-handicapes", Cut(access, 250)) : null,
                El("langue-formation", terms.Language),
                terms.Price is { } price ? El("prix-total-TTC", price.ToString("0.00", CultureInfo.InvariantCulture)) : null,
                El("nombre-heures-total", ((terms.Minutes + 59) / 60).ToString(CultureInfo.InvariantCulture)),
                terms.PriceNote is { } note ? El("detail-conditions-prise-en-charge", Cut(note, 600)) : null),
            El(
                "organisme-formation-responsable",
                El("numero-activite", NoActivityNumber),
                El("SIRET-organisme-formation", El("SIRET", course.Centre.Siret ?? NoSiret)),
                El("nom-organisme", course.Centre.Name),
                El("raison-sociale", course.Centre.Name),
                El("coordonnees-organisme", Contact(course.Centre, Address(null, null, course.Centre.CommuneCode, course.Centre.CommuneName, entry))),
                El("contact-organisme", Contact(course.Centre))),
            Extras(
                ("etat", "publiee"),
                ("genre", TrainingNames.Name(terms.Kind)),
                ("metier", TrainingNames.Name(terms.Trade)),
                ("niveau", TrainingNames.Name(terms.Level)),
                ("resume", terms.Summary),
                ("objectifs", terms.Objectives is { Count: > 0 } all ? string.Join('\n', all) : null),
                ("minutes", terms.Minutes.ToString(CultureInfo.InvariantCulture)),
                ("public", terms.Audience),
                ("prerequis", terms.Prerequisites),
                ("rythme", terms.Rhythm),
                ("contenu", terms.Content),
                ("resultats", terms.Results),
                ("acces", terms.Access),
                ("aides", terms.PriceNote),
                ("qualiopi", terms.IsQualiopi ? "oui" : null),
                ("cpf", course.TakesCpf ? "oui" : null),
                ("certification-jusqu-au", course.Certification is { } c ? Day.Format(c.Until) : null),
                ("rome", string.Join(' ', terms.Rome ?? [])),
                ("formacodes", string.Join(' ', terms.Formacodes ?? []))));
    }

    /// <summary>LHÉO says where it is held once for all sessions: where they are not held in one place, each says it for itself.</summary>
    private static XElement? CommonPlace(LheoEntry entry) =>
        entry.Course.Sessions is [{ PlaceName: { } name } first, ..] sessions && sessions.All(s => s.PlaceId == first.PlaceId)
            ? El("lieu-de-formation", El("coordonnees", Address(name, first.Address, first.CommuneCode, first.CommuneName, entry)))
            : null;

    private static XElement NoSession(LheoEntry entry) => El(
        "session",
        El("periode", El("debut", NoDate), El("fin", NoDate)),
        El("adresse-inscription", Address(null, null, entry.Course.Centre.CommuneCode, entry.Course.Centre.CommuneName, entry)));

    private static XElement Session(SessionView s, LheoEntry entry) => El(
        "session",
        new XAttribute("numero", entry.SessionNumbers.GetValueOrDefault(s.Id) ?? s.Id.ToString()),
        El("periode", El("debut", Day.Format(s.StartsOn)), El("fin", Day.Format(s.EndsOn))),
        El("adresse-inscription", Address(s.PlaceName, s.Address, s.CommuneCode, s.CommuneName, entry)),
        El("periode-inscription", El("periode", El("debut", s.EnrolFrom is { } from ? Day.Format(from) : NoDate), El("fin", Day.Format(s.EnrolUntil)))),
        El("etat-recrutement", s.TakesRequests ? "1" : "2"),
        Extras(
            ("rencontres", string.Join('\n', s.Meetings.Select(m => $"{Day.Format(m.Date)} {Hour.Format(m.From)} {Hour.Format(m.To)}"))),
            ("places", s.Seats.ToString(CultureInfo.InvariantCulture)),
            ("minimum", s.Minimum.ToString(CultureInfo.InvariantCulture)),
            ("entree", TrainingNames.Name(s.Entry)),
            ("reponse", s.AcceptsAtOnce ? "aussitot" : "centre"),
            ("lieu", s.PlaceName),
            ("adresse", s.PlaceName is null ? null : s.Address)));

    private static XElement Contact(CentreView centre, XElement? address = null) => El(
        "coordonnees",
        El("nom", Cut(centre.Name, 50)),
        address,
        centre.Phone is { } phone ? El("telfixe", El("numtel", Cut(phone, 25))) : null,
        centre.Email is { } email ? El("courriel", Cut(email, 160)) : null);

    private static XElement Address(string? name, string? street, string code, string commune, LheoEntry entry) => El(
        "adresse",
        name is null ? null : El("denomination", name),
        Lines(street ?? commune),
        El("codepostal", entry.Postcodes.GetValueOrDefault(code) is { Length: 5 } postcode ? postcode : code),
        El("ville", Cut(commune, 50)),
        El("code-INSEE-commune", code));

    /// <summary>At most four lines of fifty signs.</summary>
    private static IEnumerable<XElement> Lines(string text)
    {
        for (var (rest, lines) = (text, 0); rest.Length > 0 && lines < 4; lines++)
        {
            var line = Cut(rest, 50);
            rest = rest[line.Length..];
            yield return El("ligne", line);
        }
    }

    private static XElement Extras(params IEnumerable<(string Name, string? Value)> values) =>
        El("extras", new XAttribute("info", Own), values.Where(v => !string.IsNullOrEmpty(v.Value)).Select(v => El("extra", new XAttribute("info", v.Name), v.Value!)));

    private static XElement El(string name, params object?[] content) => new(Ns + name, content);

    private static string? Short(string? text) => text is null ? null : Domain.Common.FileImport.Cut(text, CourseImport.MaxValue);

    /// <summary>Its beginning, whole characters only: half of one is no XML, and ends the file there for everybody.</summary>
    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>A course in which something stands that nobody foresaw is refused: the others go in.</summary>
    private LheoCourse Understood(XElement formation)
    {
        try
        {
            return Read(formation);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            List<CourseRemark> problems = [new CourseRemark(Texts.Key("Cette formation n’a pas pu être lue."))];
            var details = new CourseDetails(null, null, Cut(Text(formation, "intitule-formation") ?? "", Course.MaxTitle), null, null, null, null);
            return new LheoCourse(formation.Annotation<Line>()!.Number, formation.Attribute("numero")?.Value ?? "", null, null, false, details, Centre(formation, problems), [], problems, []);
        }
    }

    private LheoCourse Read(XElement formation)
    {
        var (problems, doubts) = (new List<CourseRemark>(), new List<CourseRemark>());
        var actions = formation.Elements(Ns + "action").ToList();
        var action = actions.FirstOrDefault();
        if (ActionTerms.Any(term => actions.Select(a => Text(a, term)).Distinct().Skip(1).Any()))
        {
            doubts.Add(new CourseRemark(Texts.Key("Les actions de la formation diffèrent (prix, durée, conditions…) : ce que dit la première est gardé, à vérifier.")));
        }

        var own = OwnExtras(formation);
        var rome = Codes(own.GetValueOrDefault("rome"), formation, "code-ROME");
        var known = rome.Where(code => jobs.Find(code) is not null).ToList();
        foreach (var code in rome.Except(known))
        {
            var isCode = code is { Length: 5 } && char.IsAsciiLetterUpper(code[0]) && code.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
            (isCode ? doubts : problems).Add(isCode ? new CourseRemark(Texts.Key("Code ROME d’un autre métier que les nôtres : laissé de côté."), code) : new CourseRemark(Texts.Key("Le code ROME « {0} » n’existe pas."), Short(code)));
        }

        var formacodes = Codes(own.GetValueOrDefault("formacodes"), formation, "code-FORMACODE");
        problems.AddRange(formacodes.Where(code => !Formacode.IsWellFormed(code)).Select(code => new CourseRemark(Texts.Key("Le Formacode « {0} » n’existe pas : il a cinq chiffres."), Short(code))));
        doubts.AddRange(formacodes.Where(code => Formacode.IsWellFormed(code) && ours.Find(code) is null).Select(code => new CourseRemark(Texts.Key("Formacode inconnu de notre liste : gardé tel quel."), code)));
        var trade = own.GetValueOrDefault("metier") ?? (known.Count > 0 ? TrainingNames.Name(jobs.Find(known[0])!.Trade) : null);
        if (trade is null)
        {
            problems.Add(new CourseRemark(Texts.Key("Cette formation n’est d’aucun de nos métiers.")));
        }

        var objective = Text(formation, "objectif-formation") ?? "";
        var written = actions.Elements(Ns + "session").ToList();
        if (written.Count > MostSessions)
        {
            doubts.Add(new CourseRemark(Texts.Key("Plus de 60 sessions : les suivantes sont laissées de côté."), written.Count.ToString(CultureInfo.InvariantCulture)));
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        var sessions = written.Take(MostSessions).Select((s, i) => Session(s, SessionNumber(s, i, formation, used), formation, problems, doubts)).OfType<LheoSession>().ToList();
        var hours = long.TryParse(Text(action, "nombre-heures-total"), NumberStyles.None, CultureInfo.InvariantCulture, out var total) && total is > 0 and <= 2000 ? (int)total * 60 : (int?)null;
        var minutes = int.TryParse(own.GetValueOrDefault("minutes"), NumberStyles.None, CultureInfo.InvariantCulture, out var exact) ? exact : hours ?? sessions.Select(s => s.Details.Meetings!.Sum(m => m.Minutes)).FirstOrDefault();
        if (minutes == 0 && problems.Count == 0)
        {
            problems.Add(new CourseRemark(Texts.Key("Le fichier ne dit pas la durée.")));
        }

        var lines = (own.TryGetValue("etat", out _) ? own.GetValueOrDefault("objectifs") ?? "" : objective).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var certification = formation.Element(Ns + "certification");
        var certified = Text(certification, "code-RNCP") is { } rncp ? "RNCP" + rncp.Replace("RNCP", "", StringComparison.OrdinalIgnoreCase) : Text(certification, "code-RS") is { } rs ? "RS" + rs.Replace("RS", "", StringComparison.OrdinalIgnoreCase) : null;
        var until = own.TryGetValue("certification-jusqu-au", out var last) && Day.Parse(last) is { Success: true } day ? day.Value : (LocalDate?)null;
        if (certified is not null && until is null)
        {
            doubts.Add(new CourseRemark(Texts.Key("Certification sans date de fin : laissée de côté."), Short(certified)));
            certified = null;
        }

        decimal? price = decimal.TryParse(Text(action, "prix-total-TTC")?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var euros) ? euros : null;
        var details = new CourseDetails(
            own.GetValueOrDefault("genre") ?? "training",
            trade ?? "repair",
            Cut(Text(formation, "intitule-formation") ?? "", Course.MaxTitle),
            own.GetValueOrDefault("resume") ?? Cut(objective.ReplaceLineEndings(" "), Course.MaxSummary),
            own.GetValueOrDefault("niveau") ?? "beginner",
            Text(action, "modalites-enseignement") switch { "1" => "remote", "2" => "mixed", _ => "on-site" },
            minutes,
            price,
            own.GetValueOrDefault("aides") ?? Foreign(own, Line1(Text(action, "detail-conditions-prise-en-charge"), Course.MaxSummary)),
            own.GetValueOrDefault("public") ?? Foreign(own, Line1(Text(action, "info-public-vise"), Course.MaxSummary)),
            own.GetValueOrDefault("prerequis") ?? Foreign(own, Line1(Text(action, "conditions-specifiques") is "Aucune" ? null : Text(action, "conditions-specifiques"), Course.MaxSummary)),
            lines.Length <= Course.MaxObjectives && lines.All(line => line.Length <= Course.MaxLine) ? lines : [],
            own.GetValueOrDefault("contenu") ?? Foreign(own, Said(Text(formation, "contenu-formation"), Course.MaxText)),
            own.GetValueOrDefault("resultats") ?? Foreign(own, Said(Text(formation, "resultats-attendus"), Course.MaxText)),
            own.GetValueOrDefault("rythme") ?? Foreign(own, Line1(Said(Text(action, "rythme-formation"), Course.MaxText), Course.MaxSummary)),
            own.GetValueOrDefault("acces") ?? Foreign(own, Said(Text(action, "acces-handicapes"), Course.MaxText)),
            certified,
            until,
            own.GetValueOrDefault("qualiopi") == "oui",
            own.GetValueOrDefault("cpf") == "oui" && certified is not null,
            known,
            formacodes,
            Text(action, "langue-formation") == "en" ? "en" : "fr");
        var number = formation.Attribute("numero")?.Value ?? "";
        if (number.Length is 0 or > Course.MaxNumber)
        {
            problems.Add(new CourseRemark(Texts.Key("Cette formation n’a pas de numéro, ou un numéro de plus de 100 signes.")));
        }

        return new LheoCourse(
            formation.Annotation<Line>()!.Number, number, Date(formation.Attribute("datecrea")?.Value), Date(formation.Attribute("datemaj")?.Value), own.GetValueOrDefault("etat") == "publiee", details, Centre(formation, problems), sessions, problems, doubts);
    }

    private static LheoCentre Centre(XElement formation, List<CourseRemark> problems)
    {
        var centre = formation.Element(Ns + "organisme-formation-responsable");
        var name = Text(centre, "nom-organisme") ?? "";
        if (name.Length == 0 || !TextRules.IsWritable(name))
        {
            problems.Add(new CourseRemark(Texts.Key("Le fichier ne dit pas le nom du centre.")));
        }

        var siret = Text(centre?.Element(Ns + "SIRET-organisme-formation"), "SIRET");
        var contact = centre?.Element(Ns + "coordonnees-organisme")?.Element(Ns + "coordonnees") ?? formation.Element(Ns + "contact-formation")?.Element(Ns + "coordonnees");
        var email = Text(contact, "courriel");
        var phone = Text(contact?.Element(Ns + "telfixe"), "numtel");

        // One enrols at its head office, as a rule.
        var commune = Text(contact?.Element(Ns + "adresse"), "code-INSEE-commune")
            ?? formation.Descendants(Ns + "adresse-inscription").Select(a => Text(a.Element(Ns + "adresse"), "code-INSEE-commune")).FirstOrDefault(code => code is not null);
        return new LheoCentre(
            Cut(name, Domain.Directory.Organisation.MaxName),
            siret is { Length: 14 } && siret != NoSiret && siret.All(char.IsAsciiDigit) ? siret : null,
            commune,
            Domain.Common.EmailAddress.TryParse(email, out var address) ? address.Value : null,
            phone is not null && Telephone.IsValid(phone) ? Telephone.Normalized(phone) : null);
    }

    /// <summary>By which it is found again. LHÉO lets two of a course have the same: from the second on, its place in the course is added.</summary>
    private static string SessionNumber(XElement session, int position, XElement formation, HashSet<string> used)
    {
        const int LongestPlace = 10;
        var given = session.Attribute("numero")?.Value is { Length: > 0 and <= Course.MaxNumber } own ? own : $"{Cut(formation.Attribute("numero")?.Value ?? "", Course.MaxNumber - LongestPlace)}-{position + 1}";
        var number = given;
        for (var place = position + 1; !used.Add(number); place++)
        {
            number = $"{Cut(given, Course.MaxNumber - LongestPlace)}-{place}";
        }

        return number;
    }

    private static LheoSession? Session(XElement session, string number, XElement formation, List<CourseRemark> problems, List<CourseRemark> doubts)
    {
        var own = OwnExtras(session);
        var isHere = OwnExtras(formation).ContainsKey("etat");
        var said = Short(session.Attribute("numero")?.Value);
        var period = session.Element(Ns + "periode");
        var (start, end) = (Text(period, "debut"), Text(period, "fin"));
        if (start is NoDate or NoStart || end is NoDate or NoStart)
        {
            // A file written here says by it that there is no session.
            if (!isHere)
            {
                doubts.Add(new CourseRemark(Texts.Key("Une session sans date de début ou de fin est laissée de côté."), said));
            }

            return null;
        }

        if (Date(start) is not { } first || Date(end, isLast: true) is not { } last || last < first)
        {
            problems.Add(new CourseRemark(Texts.Key("Une session finit avant de commencer, ou sa date n’existe pas."), said));
            return null;
        }

        if (IsRough(start) || IsRough(end))
        {
            doubts.Add(new CourseRemark(Texts.Key("Date donnée au mois ou à l’année : du premier au dernier jour, à vérifier."), said));
        }

        var meetings = new List<Meeting>();
        foreach (var line in (own.GetValueOrDefault("rencontres") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split(' ') is [var day, var begins, var ends] && Day.Parse(day) is { Success: true } d && Hour.Parse(begins) is { Success: true } b && Hour.Parse(ends) is { Success: true } e)
            {
                meetings.Add(new Meeting(d.Value, b.Value, e.Value));
            }
        }

        var enrolment = session.Element(Ns + "periode-inscription")?.Element(Ns + "periode");
        var until = Date(Text(enrolment, "fin"), isLast: true);
        if (meetings.Count == 0)
        {
            doubts.Add(new CourseRemark(Texts.Key("Les horaires ne sont pas dans le fichier : de 9 h à 17 h les jours ouvrés, à vérifier.")));
            var days = DaysOf(first, last);
            if (days.Length > CourseSession.MaxMeetings)
            {
                doubts.Add(new CourseRemark(Texts.Key("Plus de 60 jours ouvrés : les 59 premiers et le dernier sont gardés, à vérifier."), said));
                days = [.. days.Take(CourseSession.MaxMeetings - 1), days[^1]];
            }

            meetings.AddRange(days.Select(d => new Meeting(d, new LocalTime(9, 0), new LocalTime(17, 0))));

            // It may end on a Sunday, and enrolment with it.
            until = until > days[^1] && until <= last ? days[^1] : until;
        }

        var address = WhereHeld(session, isHere || own.ContainsKey("lieu"), doubts);
        var commune = Text(address, "code-INSEE-commune");
        var name = own.GetValueOrDefault("lieu") ?? (isHere ? null : Text(address, "denomination") ?? Text(formation.Element(Ns + "organisme-formation-responsable"), "nom-organisme"));
        var street = own.GetValueOrDefault("adresse") ?? string.Join(' ', (address?.Elements(Ns + "ligne") ?? []).Select(l => l.Value.Trim()));
        var details = new SessionDetails(
            null,
            meetings,
            Number(own.GetValueOrDefault("places")) ?? 12,
            Number(own.GetValueOrDefault("minimum")) ?? 1,
            Date(Text(enrolment, "debut")),
            until,
            TrainingNames.Entry(own.GetValueOrDefault("entree")) ?? (Text(session.Parent, "modalites-entrees-sorties") == "1" ? SessionEntry.Permanent : SessionEntry.Fixed),
            own.GetValueOrDefault("reponse") == "aussitot");
        if (!own.ContainsKey("places"))
        {
            doubts.Add(new CourseRemark(Texts.Key("Le nombre de places n’est pas dans le fichier : 12, à vérifier.")));
        }

        return new LheoSession(
            number,
            name is { Length: > 0 } && commune is { Length: 5 } ? new LheoPlace(Cut(name, Domain.Directory.Place.MaxName), Cut(street.Length > 0 ? street : name, Domain.Directory.Place.MaxAddress), commune) : null,
            details);
    }

    /// <summary>The address where it is held: that of its action. A file written here says it beside where one enrols, which is the head office in others, as a rule.</summary>
    private static XElement? WhereHeld(XElement session, bool isSaidHere, List<CourseRemark> doubts)
    {
        var enrolment = session.Element(Ns + "adresse-inscription")?.Element(Ns + "adresse");
        if (isSaidHere)
        {
            return enrolment;
        }

        var places = (session.Parent?.Elements(Ns + "lieu-de-formation") ?? []).Select(p => p.Element(Ns + "coordonnees")?.Element(Ns + "adresse")).Where(a => Text(a, "code-INSEE-commune") is not null).ToList();
        var held = places.Count > 0 ? places[0] : enrolment;
        if (places.Count > 1)
        {
            doubts.Add(new CourseRemark(Texts.Key("Le fichier donne plusieurs lieux : le premier est gardé, à vérifier."), Short(Text(held, "ville"))));
        }
        else if (places.Count == 0)
        {
            doubts.Add(new CourseRemark(Texts.Key("Le lieu n’est pas dans le fichier : l’adresse d’inscription en tient lieu, à vérifier."), Short(Text(held, "ville"))));
        }

        return held;
    }

    /// <summary>A file written here says in its extras all there is: what they leave out is empty.</summary>
    private static string? Foreign(Dictionary<string, string> own, string? value) => own.ContainsKey("etat") ? null : value;

    private static Dictionary<string, string> OwnExtras(XElement element) =>
        element.Elements(Ns + "extras").Where(e => e.Attribute("info")?.Value == Own).Elements(Ns + "extra")
            .Where(e => e.Attribute("info") is not null).DistinctBy(e => e.Attribute("info")!.Value)
            .ToDictionary(e => e.Attribute("info")!.Value, e => e.Value.ReplaceLineEndings("\n"), StringComparer.Ordinal);

    private static List<string> Codes(string? own, XElement formation, string element) =>
        own is not null ? [.. own.Split(' ', StringSplitOptions.RemoveEmptyEntries)] : [.. (formation.Element(Ns + "domaine-formation")?.Elements(Ns + element) ?? []).Select(c => c.Value.Trim()).Distinct().Take(Course.MaxCodes)];

    private static string? Text(XElement? parent, string name) => TextRules.WithoutHiddenSigns(parent?.Element(Ns + name)?.Value ?? "").Trim() is { Length: > 0 } text ? text : null;

    private static string? Said(string? text, int most) => text is null or Unsaid ? null : Cut(text, most);

    private static string? Line1(string? text, int most) => text is null ? null : Cut(text.ReplaceLineEndings(" "), most);

    /// <summary>The working days of a session; all its days where none is. Of one that is longer than sessions are, and so refused, its ends.</summary>
    private static LocalDate[] DaysOf(LocalDate first, LocalDate last)
    {
        var more = Period.DaysBetween(first, last);
        if (more > CourseSession.MaxDays)
        {
            return [first, last];
        }

        LocalDate[] days = [.. Enumerable.Range(0, more + 1).Select(first.PlusDays)];
        LocalDate[] working = [.. days.Where(d => d.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday))];
        return working.Length > 0 ? working : days;
    }

    /// <summary>A day, or the first one, or the last, of the month (« 20270300 ») or the year (« 20270000 ») that is written for it; null where it is unknown.</summary>
    private static LocalDate? Date(string? text, bool isLast = false)
    {
        if (text is null or NoDate or NoStart || text.Length != 8)
        {
            return null;
        }

        var isYear = IsRough(text) && IsRough(text[..6]);
        var written = isYear ? text[..4] + (isLast ? "1231" : "0101") : IsRough(text) ? text[..6] + "01" : text;
        return Day.Parse(written) is not { Success: true } day ? null : isLast && IsRough(text) ? day.Value.With(DateAdjusters.EndOfMonth) : day.Value;
    }

    /// <summary>Whether it names no day.</summary>
    private static bool IsRough(string? text) => text?.EndsWith("00", StringComparison.Ordinal) == true;

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Where it began in the file.</summary>
    private sealed record Line(int Number);
}
