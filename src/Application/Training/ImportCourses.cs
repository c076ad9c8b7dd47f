using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Territories;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>
/// Reads courses from a file (LHÉO). By its centre and its number a course read before is the same one: a file read twice changes nothing. What is wrong
/// with one is said, with its line, and the rest goes in.
/// </summary>
/// <param name="File">Read once, from where it stands.</param>
[AllowedTo(Permission.OperateInstance)]
public sealed record ImportCourses(Stream File) : ICommand<CoursesImported>;

/// <param name="Read">Courses found in the file.</param>
/// <param name="Refusals">Those left out, and why; the first hundred.</param>
/// <param name="Doubts">What was left out of those that went in, or supposed; the first hundred.</param>
public sealed record CoursesImported(int Read, int Added, int Changed, int Centres, int Refused, IReadOnlyList<ImportNote> Refusals, IReadOnlyList<ImportNote> Doubts)
{
    /// <summary>Nothing could be read from here on: the line and the reason; null when the file was read to its end.</summary>
    public ImportNote? BrokenOff { get; init; }
}

/// <param name="Line">In the file, from 1.</param>
/// <param name="Number">Of the course there.</param>
public sealed record ImportNote(int Line, string Number, string Reason);

internal sealed class ImportCoursesHandler(RepairNetDb db, ILheoFiles files, ITerritories territories, TrainingJobs jobs, IRowLocks locks, IDateTimeZoneProvider zones, IClock clock) : IRequestHandler<ImportCourses, CoursesImported>
{
    private const int MostNotes = 100;
    private const int MostLength = 300;

    public async Task<CoursesImported> Handle(ImportCourses request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var validator = new CourseDetailsValidator(jobs, clock);
        var dates = new SessionDetailsValidator();
        var (refusals, doubts) = (new List<ImportNote>(), new List<ImportNote>());
        var (read, added, changed, centres, refused) = (0, 0, 0, 0, 0);
        var seen = new HashSet<(OrganisationId, string)>();
        ImportNote? brokenOff = null;
        await locks.HoldNameAsync("courses-import", cancellationToken);
        using var courses = files.Read(request.File).GetEnumerator();
        while (true)
        {
            try
            {
                if (!courses.MoveNext())
                {
                    break;
                }
            }
            catch (LheoUnreadableException e)
            {
                brokenOff = new ImportNote(e.Line, "", e.Message);
                break;
            }

            var course = courses.Current;
            read++;
            List<string> wrong = [.. course.Problems];
            if (wrong.Count == 0)
            {
                wrong.AddRange((await validator.ValidateAsync(course.Details, cancellationToken)).Errors.Select(e => e.ErrorMessage));
            }

            foreach (var session in course.Sessions)
            {
                wrong.AddRange(dates.Validate(session.Details).Errors.Select(e => e.ErrorMessage));
                wrong.AddRange(session.Place is { } place && index.Commune(place.CommuneCode) is null ? [$"La commune {place.CommuneCode} n’existe pas."] : []);
            }

            var commune = index.Commune(course.Centre.CommuneCode ?? course.Sessions.Select(s => s.Place?.CommuneCode).FirstOrDefault(code => code is not null));
            if (commune is null && wrong.Count == 0)
            {
                wrong.Add("Le fichier ne dit pas de quelle commune est le centre.");
            }

            if (wrong.Count > 0)
            {
                refused++;
                Note(refusals, course, string.Join(' ', wrong.Distinct()));
                continue;
            }

            var (centre, isNew) = await CentreAsync(course.Centre, commune!, cancellationToken);
            centres += isNew ? 1 : 0;
            if (!seen.Add((centre.Id, course.Number)))
            {
                refused++;
                Note(refusals, course, "Ce numéro est déjà celui d’une autre formation du fichier.");
                continue;
            }

            var isAdded = await WriteAsync(course, centre, index, cancellationToken);
            (added, changed) = isAdded switch { true => (added + 1, changed), false => (added, changed + 1), null => (added, changed) };
            foreach (var doubt in course.Doubts)
            {
                Note(doubts, course, doubt);
            }

            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        return new CoursesImported(read, added, changed, centres, refused, refusals, doubts) { BrokenOff = brokenOff };
    }

    private static void Note(List<ImportNote> notes, LheoCourse course, string reason)
    {
        if (notes.Count < MostNotes)
        {
            notes.Add(new ImportNote(course.Line, course.Number, reason.Length > MostLength ? reason[..MostLength] : reason));
        }
    }

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
    private async Task<bool?> WriteAsync(LheoCourse read, Organisation centre, TerritoryIndex index, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var created = read.Created is { } day ? day.AtMidnight().InUtc().ToInstant() : now;
        var touched = read.Changed is { } last ? last.AtMidnight().InUtc().ToInstant() : now;
        var terms = read.Details.ToTerms();
        var course = await db.Courses.SingleOrDefaultAsync(c => c.OrganisationId == centre.Id && c.ImportedNumber == read.Number, cancellationToken);
        var isNew = course is null;
        var isChanged = false;
        if (course is null)
        {
            var slug = await new Slugs(locks).FindAsync("course", db.Courses.Select(c => c.Slug), terms.Title, index.Commune(centre.CommuneCode)?.Name ?? "", cancellationToken);
            course = new Course(CourseId.New(), centre.Id, slug, terms, created);
            course.Describe(terms, touched);
            course.CameAs(read.Number);
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

        await db.SaveChangesAsync(cancellationToken);
        var known = await db.CourseSessions.Where(s => s.CourseId == course.Id).ToListAsync(cancellationToken);
        foreach (var session in read.Sessions)
        {
            var place = session.Place is { } where ? await PlaceAsync(where, centre, index, cancellationToken) : null;
            var dates = (session.Details with { Place = place?.Id }).ToTerms();
            var zone = zones[place?.TimeZone ?? index.Commune(centre.CommuneCode)?.TimeZoneId ?? TimeZones.Metropolitan];
            if (known.Find(s => s.ImportedNumber == session.Number) is not { } already)
            {
                var planned = new CourseSession(CourseSessionId.New(), course.Id, centre.Id, place?.CommuneCode ?? centre.CommuneCode, zone, dates);
                planned.CameAs(session.Number);
                db.CourseSessions.Add(planned);
                isChanged |= !isNew;
            }
            else if (!already.Says(dates) && !await db.Enrolments.AnyAsync(e => e.SessionId == already.Id && e.Seat != null, cancellationToken))
            {
                // Where people have seats, the centre changes it by hand, and they are told.
                already.Change(dates, place?.CommuneCode ?? centre.CommuneCode, zone);
                isChanged = true;
            }
        }

        return isNew ? true : isChanged ? false : null;
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
