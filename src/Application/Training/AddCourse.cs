using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>A centre writes a course down. Nobody else sees it before it is published.</summary>
/// <param name="Id">Made with the form it comes from, so that a form sent twice adds once; null to have one made.</param>
[AllowedTo(Permission.KeepCourses)]
public sealed record AddCourse(OrganisationId Organisation, CourseDetails Course, CourseId? Id = null) : ICommand<OneOf<CourseAdded, NotACentre, NotFound>>;

public sealed record CourseAdded(CourseId Id, string Slug);

/// <summary>The organisation is no training centre: it says so of itself first.</summary>
public sealed record NotACentre : IRefusal;

internal sealed class AddCourseValidator : AbstractValidator<AddCourse>
{
    public AddCourseValidator(TrainingJobs jobs, TrainingFormacodes formacodes, IClock clock) => RuleFor(c => c.Course).SetValidator(new CourseDetailsValidator(jobs, clock, formacodes)).OverridePropertyName("");
}

internal sealed class AddCourseHandler(RepairNetDb db, ITerritories territories, IRowLocks locks, ICurrentActor currentActor, IClock clock) : IRequestHandler<AddCourse, OneOf<CourseAdded, NotACentre, NotFound>>
{
    public async Task<OneOf<CourseAdded, NotACentre, NotFound>> Handle(AddCourse request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var centre = await db.Organisations.AsNoTracking().Where(o => o.Id == request.Organisation).Select(o => new { o.Kinds, o.CommuneCode }).SingleOrDefaultAsync(cancellationToken);
        if (centre is null || !actor.Acts(Permission.KeepCourses, request.Organisation))
        {
            return new NotFound();
        }

        if (!centre.Kinds.HasFlag(OrganisationKinds.TrainingCentre))
        {
            return new NotACentre();
        }

        var id = request.Id ?? CourseId.New();
        await locks.HoldNameAsync("course:" + id, cancellationToken);
        if (await db.Courses.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is { } made)
        {
            return made.OrganisationId == request.Organisation ? new CourseAdded(made.Id, made.Slug) : new NotFound();
        }

        var commune = (await territories.GetAsync(cancellationToken)).Commune(centre.CommuneCode)?.Name ?? centre.CommuneCode;
        var slug = await new Slugs(locks).FindAsync("course", db.Courses.Select(c => c.Slug), request.Course.Title!, commune, cancellationToken);
        db.Courses.Add(new Course(id, request.Organisation, slug, request.Course.ToTerms(), clock.GetCurrentInstant()));
        return new CourseAdded(id, slug);
    }
}
