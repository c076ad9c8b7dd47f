using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>Changes all that is said of a course. The address of its page stays.</summary>
[AllowedTo(Permission.KeepCourses)]
public sealed record ChangeCourse(CourseId Id, CourseDetails Course) : ICommand<OneOf<Done, NotFound>>;

internal sealed class ChangeCourseValidator : AbstractValidator<ChangeCourse>
{
    public ChangeCourseValidator(TrainingJobs jobs, IClock clock) => RuleFor(c => c.Course).SetValidator(new CourseDetailsValidator(jobs, clock)).OverridePropertyName("");
}

internal sealed class ChangeCourseHandler(RepairNetDb db, TrainingFormacodes formacodes, ICurrentActor currentActor, IClock clock) : IRequestHandler<ChangeCourse, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(ChangeCourse request, CancellationToken cancellationToken)
    {
        var course = await db.Courses.SingleOrDefaultAsync(c => c.Id == request.Id, cancellationToken);
        if (course is null || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, course.OrganisationId))
        {
            return new NotFound();
        }

        // What a file brought stays; anything else is of our list.
        if (request.Course.Formacodes?.All(code => formacodes.Find(code) is not null || course.Formacodes.Contains(code)) == false)
        {
            throw new InvalidRequestException("formacodes", CourseDetailsValidator.UnlistedFormacode);
        }

        course.Describe(request.Course.ToTerms(), clock.GetCurrentInstant());
        return new Done();
    }
}
