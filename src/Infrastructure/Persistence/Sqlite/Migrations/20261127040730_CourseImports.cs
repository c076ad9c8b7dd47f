using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RepairNet.Infrastructure.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CourseImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "last_import",
                table: "courses",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "course_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    organisation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    total = table.Column<int>(type: "INTEGER", nullable: false),
                    done = table.Column<int>(type: "INTEGER", nullable: false),
                    added = table.Column<int>(type: "INTEGER", nullable: false),
                    changed = table.Column<int>(type: "INTEGER", nullable: false),
                    refused = table.Column<int>(type: "INTEGER", nullable: false),
                    centres = table.Column<int>(type: "INTEGER", nullable: false),
                    refusals = table.Column<string>(type: "TEXT", nullable: false),
                    doubts = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    started_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    file_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    holder = table.Column<Guid>(type: "TEXT", nullable: true),
                    held_until = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_course_imports", x => x.id);
                    table.ForeignKey(
                        name: "fk_course_imports_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "enrolment_calls",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    enrolment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    occurrence = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    last_tried_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_by = table.Column<Guid>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_enrolment_calls", x => x.id);
                    table.ForeignKey(
                        name: "fk_enrolment_calls_enrolments_enrolment_id",
                        column: x => x.enrolment_id,
                        principalTable: "enrolments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "mediated_enrolments",
                columns: table => new
                {
                    enrolment_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_by = table.Column<Guid>(type: "TEXT", nullable: false),
                    asked_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mediated_enrolments", x => x.enrolment_id);
                    table.ForeignKey(
                        name: "fk_mediated_enrolments_enrolments_enrolment_id",
                        column: x => x.enrolment_id,
                        principalTable: "enrolments",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_to_ask",
                table: "enrolments",
                column: "session_id",
                filter: "status = 'Accepted' AND attended <> 0 AND follow_up_asked_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_enrolments_without_seat",
                table: "enrolments",
                column: "id",
                filter: "status IN ('Requested', 'Asked', 'Waiting')");

            migrationBuilder.CreateIndex(
                name: "ix_course_imports_organisation_id_created_at",
                table: "course_imports",
                columns: new[] { "organisation_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_course_imports_state",
                table: "course_imports",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_calls_enrolment_id_kind_occurrence",
                table: "enrolment_calls",
                columns: new[] { "enrolment_id", "kind", "occurrence" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_enrolment_calls_open",
                table: "enrolment_calls",
                column: "created_at",
                filter: "done_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_mediated_enrolments_asked_by_asked_at",
                table: "mediated_enrolments",
                columns: new[] { "asked_by", "asked_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "course_imports");

            migrationBuilder.DropTable(
                name: "enrolment_calls");

            migrationBuilder.DropTable(
                name: "mediated_enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_to_ask",
                table: "enrolments");

            migrationBuilder.DropIndex(
                name: "ix_enrolments_without_seat",
                table: "enrolments");

            migrationBuilder.DropColumn(
                name: "last_import",
                table: "courses");
        }
    }
}
