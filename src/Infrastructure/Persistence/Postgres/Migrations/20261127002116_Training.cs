using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Training : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "courses",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    slug = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    trade = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    summary = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    level = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    mode = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    minutes = table.Column<int>(type: "integer", nullable: false),
                    price_cents = table.Column<int>(type: "integer", nullable: true),
                    price_note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    audience = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    prerequisites = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    content = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    results = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    rhythm = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    access = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    certification_code = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true),
                    certified_until = table.Column<LocalDate>(type: "date", nullable: true),
                    is_qualiopi = table.Column<bool>(type: "boolean", nullable: false),
                    takes_cpf = table.Column<bool>(type: "boolean", nullable: false),
                    language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    imported_number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    search_text = table.Column<string>(type: "text", nullable: false),
                    formacodes = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    objectives = table.Column<string>(type: "text", nullable: false),
                    rome = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_courses", x => x.id);
                    table.ForeignKey(
                        name: "fk_courses_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "course_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    course_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: true),
                    commune_code = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    time_zone = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    starts_on = table.Column<LocalDate>(type: "date", nullable: false),
                    ends_on = table.Column<LocalDate>(type: "date", nullable: false),
                    start_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    end_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    seats = table.Column<int>(type: "integer", nullable: false),
                    minimum = table.Column<int>(type: "integer", nullable: false),
                    enrol_from = table.Column<LocalDate>(type: "date", nullable: true),
                    enrol_until = table.Column<LocalDate>(type: "date", nullable: false),
                    entry = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    accepts_at_once = table.Column<bool>(type: "boolean", nullable: false),
                    cancelled_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    cancel_reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    imported_number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    meetings = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_course_sessions_courses_course_id",
                        column: x => x.course_id,
                        principalTable: "courses",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_course_sessions_places_place_id",
                        column: x => x.place_id,
                        principalTable: "places",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "enrolments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    secret_generation = table.Column<int>(type: "integer", nullable: false),
                    contact_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    centre_words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    answer = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    language = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false),
                    created_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    seat = table.Column<int>(type: "integer", nullable: true),
                    held_until = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    unanswered = table.Column<int>(type: "integer", nullable: false),
                    news = table.Column<int>(type: "integer", nullable: false),
                    reminded_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    attended = table.Column<long>(type: "bigint", nullable: false),
                    certificate_number = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true),
                    certified_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    follow_up_asked_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    follow_up = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    agrees_to_introduction = table.Column<bool>(type: "boolean", nullable: false),
                    introduced_to = table.Column<Guid>(type: "uuid", nullable: true),
                    erased_at = table.Column<Instant>(type: "timestamp with time zone", nullable: true),
                    contact_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    contact_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    contact_phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolments", x => x.id);
                    table.ForeignKey(
                        name: "fk_enrolments_course_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "course_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "session_notes",
                columns: table => new
                {
                    session_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    written_by = table.Column<Guid>(type: "uuid", nullable: true),
                    written_at = table.Column<Instant>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_notes", x => new { x.session_id, x.number });
                    table.ForeignKey(
                        name: "fk_session_notes_course_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "course_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_course_sessions_commune_code_end_at",
                table: "course_sessions",
                columns: new[] { "commune_code", "end_at" });

            migrationBuilder.CreateIndex(
                name: "ix_course_sessions_course_id_starts_on",
                table: "course_sessions",
                columns: new[] { "course_id", "starts_on" });

            migrationBuilder.CreateIndex(
                name: "ix_course_sessions_end_at",
                table: "course_sessions",
                column: "end_at");

            migrationBuilder.CreateIndex(
                name: "ix_course_sessions_organisation_id_end_at",
                table: "course_sessions",
                columns: new[] { "organisation_id", "end_at" });

            migrationBuilder.CreateIndex(
                name: "ix_course_sessions_place_id",
                table: "course_sessions",
                column: "place_id");

            migrationBuilder.CreateIndex(
                name: "ix_courses_imported",
                table: "courses",
                columns: new[] { "organisation_id", "imported_number" },
                unique: true,
                filter: "imported_number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_courses_slug",
                table: "courses",
                column: "slug",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_courses_status_trade",
                table: "courses",
                columns: new[] { "status", "trade" });

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_certificate_number",
                table: "enrolments",
                column: "certificate_number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_contact_key",
                table: "enrolments",
                column: "contact_key");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_held",
                table: "enrolments",
                column: "held_until",
                filter: "held_until IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_open_of_contact",
                table: "enrolments",
                columns: new[] { "session_id", "contact_key" },
                unique: true,
                filter: "status IN ('Requested', 'Asked', 'Waiting', 'Offered', 'Accepted')");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_seat",
                table: "enrolments",
                columns: new[] { "session_id", "seat" },
                unique: true,
                filter: "seat IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_secret_hash",
                table: "enrolments",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_session_id_created_at",
                table: "enrolments",
                columns: new[] { "session_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_session_notes_written_at",
                table: "session_notes",
                column: "written_at");

            // No model says it.
            Guards.KeepSeatsOnPostgres(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            Guards.LetSeatsGoOnPostgres(migrationBuilder);

            migrationBuilder.DropTable(
                name: "enrolments");

            migrationBuilder.DropTable(
                name: "session_notes");

            migrationBuilder.DropTable(
                name: "course_sessions");

            migrationBuilder.DropTable(
                name: "courses");
        }
    }
}
