using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>
/// Writes some courses of a file, in the open transaction. By its centre and its number a course read before is the same one: a file read twice changes nothing.
/// What is wrong with one is said, with its line, and the rest goes in.
/// </summary>
internal sealed class CourseImportBatch(RepairNetDb db, ITerritories territories, TrainingJobs jobs, IRowLocks locks, IDateTimeZoneProvider zones, IClock clock)
{
    private readonly CourseDetailsValidator validator = new(jobs, clock);
    private readonly SessionDetailsValidator dates = new();

    public async Task<ImportedCourses> WriteAsync(CourseImport import, IReadOnlyList<LheoCourse> courses, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var owner = import.OrganisationId is { } id ? await db.Organisations.SingleAsync(o => o.Id == id, cancellationToken) : null;
        var (refusals, doubts) = (new List<RefusedCourse>(), new List<(LheoCourse Course, CourseRemark Doubt)>());
        var (added, changed, centres) = (0, 0, 0);
        foreach (var course in courses)
        {
            var wrong = Check(course, owner, index);
            var commune = index.Commune(owner?.CommuneCode ?? course.Centre.CommuneCode ?? course.Sessions.Select(s => s.Place?.CommuneCode).FirstOrDefault(code => code is not null));
            if (commune is null && wrong.Count == 0)
            {
                wrong.Add(new CourseRemark(Texts.Key("Le fichier ne dit pas de quelle commune est le centre.")));
            }

            if (wrong.Count > 0)
            {
                Refuse(course, [.. wrong.Distinct()]);
                continue;
            }

            var (centre, isNew) = owner is not null ? (owner, false) : await CentreAsync(course.Centre, commune!, cancellationToken);
            centres += isNew ? 1 : 0;
            if (!centre.Kinds.HasFlag(OrganisationKinds.TrainingCentre))
            {
                Refuse(course, [new CourseRemark(Texts.Key("« {0} » est ici sans l’activité de centre de formation."), FileImport.Cut(centre.Name, CourseImport.MaxValue))]);
                continue;
            }

            var known = await db.Courses.SingleOrDefaultAsync(c => c.OrganisationId == centre.Id && c.ImportedNumber == course.Number, cancellationToken);
            if (known?.LastImport == import.Id)
            {
                Refuse(course, [new CourseRemark(Texts.Key("Ce numéro est déjà celui d’une autre formation du fichier."))]);
                continue;
            }

            doubts.AddRange(course.Doubts.Select(doubt => (course, doubt)));
            var isAdded = await WriteAsync(import.Id, course, known, centre, index, doubt => doubts.Add((course, doubt)), cancellationToken);
            (added, changed) = isAdded switch { true => (added + 1, changed), false => (added, changed + 1), null => (added, changed) };
            await db.SaveChangesAsync(cancellationToken);
        }

        return new ImportedCourses(courses.Count, added, changed, centres, refusals, [
            .. doubts.GroupBy(d => d.Doubt.Text).Select(g => new CourseDoubt(g.Key, g.Count(), [.. g.Take(CourseImport.MaxExamples).Select(d => new DoubtfulCourse(d.Course.Line, Cut(d.Course.Number), d.Doubt.Value))]))]);

        void Refuse(LheoCourse course, IReadOnlyList<CourseRemark> reasons) => refusals.Add(new RefusedCourse(course.Line, Cut(course.Number), Cut(course.Details.Title ?? ""), reasons));
    }

    private List<CourseRemark> Check(LheoCourse course, Organisation? owner, TerritoryIndex index)
    {
        List<CourseRemark> wrong = [.. course.Problems];
        if (owner is not null && !IsOf(course.Centre, owner))
        {
            wrong.Add(new CourseRemark(Texts.Key("Cette formation est d’un autre centre : « {0} »."), Cut(course.Centre.Name)));
        }

        if (wrong.Count == 0)
        {
            wrong.AddRange(validator.Validate(course.Details).Errors.Select(e => new CourseRemark(e.ErrorMessage)));
        }

        var latest = clock.GetCurrentInstant().InUtc().Date.PlusYears(SessionWhere.MostYears);
        foreach (var session in course.Sessions)
        {
            wrong.AddRange(session.Details.Meetings is { } meetings && meetings.Any(m => m.Date > latest) ? [new CourseRemark(SessionWhere.TooFarAhead)] : []);
            wrong.AddRange(dates.Validate(session.Details).Errors.Select(e => new CourseRemark(e.ErrorMessage)));
            wrong.AddRange(session.Place is { } place && index.Commune(place.CommuneCode) is null ? [new CourseRemark(Texts.Key("La commune {0} n’existe pas."), place.CommuneCode)] : []);
        }

        return wrong;
    }

    /// <summary>Whether the file means that centre: by its SIRET where both are known, else by its name.</summary>
    private static bool IsOf(LheoCentre named, Organisation centre) =>
        named.Siret is { } siret && centre.Siret is { } own ? siret == own : Slug.Fold(named.Name) == Slug.Fold(centre.Name);

    private static string Cut(string text) => FileImport.Cut(text, CourseImport.MaxValue);

    /// <summary>The centre by its SIRET, else by its name in its commune; made, and approved, when nobody knows it: the operator vouches for the file.</summary>
    private async Task<(Organisation Centre, bool IsNew)> CentreAsync(LheoCentre named, Commune commune, CancellationToken cancellationToken)
    {
        var known = named.Siret is { } siret
            ? await db.Organisations.FirstOrDefaultAsync(o => o.Siret == siret, cancellationToken)
            : await db.Organisations.FirstOrDefaultAsync(o => o.Name == named.Name && o.CommuneCode == commune.Code, cancellationToken);
        if (known is not null)
        {
            return (known, false);
        }

        var now = clock.GetCurrentInstant();
        var slug = await new Slugs(locks).FindAsync("organisation", db.Organisations.Select(o => o.Slug), named.Name, commune.Name, cancellationToken);
        var centre = new Organisation(OrganisationId.New(), named.Name, slug, OrganisationKinds.TrainingCentre, commune.Code, commune.EpciCode, now);
        centre.Describe(named.Siret, named.Email, named.Phone, website: null, description: null);
        centre.Decide(TerritoryKey.Commune(commune.Code), AccreditationStatus.Approved, note: null, by: null, now);
        db.Organisations.Add(centre);
        await db.SaveChangesAsync(cancellationToken);
        return (centre, true);
    }

    /// <summary>True when it is new, false when something of it changed, null when it is as it was.</summary>
    private async Task<bool?> WriteAsync(CourseImportId import, LheoCourse read, Course? course, Organisation centre, TerritoryIndex index, Action<CourseRemark> doubt, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var created = At(read.Created);
        var touched = At(read.Changed);
        var terms = read.Details.ToTerms();
        var isNew = course is null;
        var isChanged = false;
        if (course is null)
        {
            var slug = await new Slugs(locks).FindAsync("course", db.Courses.Select(c => c.Slug), terms.Title, index.Commune(centre.CommuneCode)?.Name ?? "", cancellationToken);
            course = new Course(CourseId.New(), centre.Id, slug, terms, created);
            course.Describe(terms, touched);
            if (read.IsPublished)
            {
                course.SetStatus(CourseStatus.Published, touched);
            }

            db.Courses.Add(course);
        }
        else if (!course.Says(terms))
        {
            course.Describe(terms, touched);
            isChanged = true;
        }

        course.CameAs(read.Number, import);
        await db.SaveChangesAsync(cancellationToken);
        var known = await db.CourseSessions.Where(s => s.CourseId == course.Id).ToListAsync(cancellationToken);
        foreach (var session in read.Sessions)
        {
            var place = session.Place is { } where ? await PlaceAsync(where, centre, index, cancellationToken) : null;
            var planning = (session.Details with { Place = place?.Id }).ToTerms();
            var zone = zones[place?.TimeZone ?? index.Commune(centre.CommuneCode)?.TimeZoneId ?? TimeZones.Metropolitan];
            if (known.Find(s => s.ImportedNumber == session.Number) is not { } already)
            {
                var planned = new CourseSession(CourseSessionId.New(), course.Id, centre.Id, place?.CommuneCode ?? centre.CommuneCode, zone, planning);
                planned.CameAs(session.Number);
                db.CourseSessions.Add(planned);
                known.Add(planned);
                isChanged |= !isNew;
            }
            else if (!already.Says(planning))
            {
                // Where people have seats, the centre changes it by hand, and they are told.
                if (await db.Enrolments.AnyAsync(e => e.SessionId == already.Id && e.Seat != null, cancellationToken))
                {
                    doubt(new CourseRemark(Texts.Key("Une session où des personnes ont une place n’est pas changée : changez-la sur sa page, elles seront prévenues."), Cut(session.Number)));
                    continue;
                }

                already.Change(planning, place?.CommuneCode ?? centre.CommuneCode, zone);
                isChanged = true;
            }
        }

        return isNew ? true : isChanged ? false : null;

        // A day to come would put it before all others for ever.
        Instant At(LocalDate? day) => day is { } known && known.AtMidnight().InUtc().ToInstant() is var at && at < now ? at : now;
    }

    private async Task<Place> PlaceAsync(LheoPlace where, Organisation centre, TerritoryIndex index, CancellationToken cancellationToken)
    {
        var commune = index.Commune(where.CommuneCode)!;
        if (await db.Places.FirstOrDefaultAsync(p => p.OrganisationId == centre.Id && p.Name == where.Name && p.CommuneCode == commune.Code, cancellationToken) is { } known)
        {
            return known;
        }

        var slug = await new Slugs(locks).FindAsync("place", db.Places.Select(p => p.Slug), where.Name, commune.Name, cancellationToken);
        var place = new Place(PlaceId.New(), centre.Id, where.Name, slug, where.Address, commune.Code, null, null, commune.Lat ?? 0, commune.Lon ?? 0, commune.TimeZoneId, 1, access: null, closedOnHolidays: true);
        db.Places.Add(place);
        await db.SaveChangesAsync(cancellationToken);
        return place;
    }
}
